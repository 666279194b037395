import assert from "node:assert/strict";
import { expectPage } from "../../testing/expect.ts";
import { unescaped } from "../../testing/html.ts";
import { ORIGIN, startTestService } from "../../testing/service.ts";

interface OpenApi {
  readonly paths: Record<string, Record<string, { operationId: string; tags: string[] }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

interface Reference {
  readonly html: string;
  readonly document: OpenApi;
}

/** Opened once for all tests, because making the reference takes longer than most of them. */
let opening: Promise<Reference> | undefined;

function openReference(): Promise<Reference> {
  return opening ??= openOnService();
}

async function openOnService(): Promise<Reference> {
  await using app = await startTestService();
  const html = await expectPage(await app.request("/docs"));
  return { html, document: await (await app.request("/openapi.json")).json() };
}

/** The description of an operation, without markup. */
function textOf(html: string, operationId: string): string {
  const [, rest = ""] = html.split(` id="${operationId}"`);
  return unescaped(rest.split("</details>")[0]!.replaceAll(/<[^>]+>/g, " "));
}

Deno.test("the API reference has every path and method, each at an address of its own", async () => {
  const { html, document } = await openReference();
  for (const [path, methods] of Object.entries(document.paths)) {
    assert.ok(html.includes(`<code>${path}</code>`), path);
    for (const [method, { operationId }] of Object.entries(methods)) {
      if (path.startsWith("/api/")) continue;
      assert.equal(html.split(` id="${operationId}"`).length, 2, operationId);
      assert.ok(html.includes(`${method.toUpperCase()}</span> <code>${path}</code>`), operationId);
    }
  }
});

Deno.test("every link inside the API reference leads somewhere", async () => {
  await using app = await startTestService();
  const { html, document } = await openReference();
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const targets = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(targets.filter((id) => !ids.has(id)), []);
  const named = Object.keys(document.components.schemas).filter((name) => !name.endsWith("Form"));
  assert.deepEqual(named.filter((name) => !ids.has(`schema-${name}`)), []);
  for (const [, code = ""] of html.matchAll(/ href="\/problems\/(\w+)"/g)) {
    const problem = await app.request(`/problems/${code}`);
    await problem.body?.cancel();
    assert.equal(problem.status, 200, code);
  }
});

Deno.test("an operation shows its parameters, body, bounds, responses and problems", async () => {
  const { html } = await openReference();
  const pow = textOf(html, "pow");
  for (
    const part of [
      "also at /api/pow , /api/power",
      "base number or string required",
      "A modulus: the answer is the least non-negative residue",
      "application/x-www-form-urlencoded",
      "The exact answer, after it has been recorded",
      "text/event-stream",
      "division_by_zero",
    ]
  ) assert.ok(pow.replaceAll(/\s+/g, " ").includes(part), `${part}: ${pow}`);
  const logs = textOf(html, "logs").replaceAll(/\s+/g, " ");
  assert.ok(logs.includes("limit integer Entries per page"), logs);
  assert.ok(logs.includes("1 to 1000"), logs);
  assert.ok(textOf(html, "token").includes("Public"));
});

Deno.test("every example of a calculation is a valid request to the host of the page", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { html, document } = await openReference();
  const calculations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).filter(([method, { tags }]) =>
      method === "post" && tags.includes("Calculations") && !path.startsWith("/api/")
    ).map(([, { operationId }]) => ({ path, operationId }))
  );
  assert.ok(calculations.length > 20);
  for (const { path, operationId } of calculations) {
    await t.step(operationId, async () => {
      const text = textOf(html, operationId);
      assert.ok(text.includes(`curl ${ORIGIN}${path} \\`), text);
      assert.ok(text.includes('-H "Authorization: Bearer $TOKEN"'));
      const body = /-d '([^\n]*)'/.exec(text)![1]!.replaceAll("'\\''", "'");
      const response = await app.post(path, body, token);
      assert.equal(response.status, 200, await response.text());
    });
  }
});

Deno.test("the examples of the API reference have the address that each client uses", async () => {
  await using app = await startTestService();
  for (const origin of ["https://one.example", "https://two.example", "https://one.example"]) {
    const html = await expectPage(await app.request("/docs", { origin }));
    assert.ok(html.includes(`curl ${origin}/factorial`));
    assert.equal(html.includes("two.example"), origin.includes("two"));
    assert.ok(!html.includes("origin.invalid"));
  }
});
