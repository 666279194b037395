import assert from "node:assert/strict";
import { expectAnswer, expectPage, expectProblem } from "../../testing/expect.ts";
import { startTestService } from "../../testing/service.ts";

const PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

Deno.test("every response has a unique request id", async () => {
  await using app = await startTestService();
  const ids = new Set<string | null>();
  const requests: [string, RequestInit?][] = [
    ["/"],
    ["/", { headers: { Accept: "text/html" } }],
    ["/nowhere"],
    ["/health", { method: "HEAD" }],
    ["/factorial", { method: "PUT" }],
    ["/factorial", { method: "POST", body: "{" }],
    ["/logs", { headers: { Accept: "text/html" } }],
    ["/assets/style.css"],
    ["/metrics"],
  ];
  for (const [path, init] of requests) {
    const response = await app.request(path, init);
    await response.body?.cancel();
    assert.match(response.headers.get("x-request-id") ?? "", PATTERN, path);
    ids.add(response.headers.get("x-request-id"));
  }
  assert.equal(ids.size, requests.length);
});

Deno.test("a valid request id of a client is kept, an invalid one is replaced", async (t) => {
  await using app = await startTestService();
  for (const id of ["a", "trace-01_AB", "0".repeat(64), crypto.randomUUID()]) {
    await t.step(`keeps ${id}`, async () => {
      const response = await app.request("/health", { headers: { "X-Request-Id": id } });
      await response.body?.cancel();
      assert.equal(response.headers.get("x-request-id"), id);
    });
  }
  for (const id of ["", "0".repeat(65), "a b", "a.b", "a,b", 'a"', "<b>", "a%0d", "ä", "a/b"]) {
    await t.step(`replaces ${JSON.stringify(id).slice(0, 20)}`, async () => {
      const response = await app.request("/health", { headers: { "X-Request-Id": id } });
      await response.body?.cancel();
      const given = response.headers.get("x-request-id") ?? "";
      assert.notEqual(given, id);
      assert.match(given, PATTERN);
    });
  }
});

Deno.test("the request id appears in the entry, the problem, the error page and the application log", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const send = (id: string, n: unknown, accept: string) =>
    app.request("/factorial", {
      method: "POST",
      headers: {
        "X-Request-Id": id,
        Accept: accept,
        "Content-Type": "application/json",
        Authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ n }),
    });

  await t.step("in the entry of a calculation", async () => {
    await expectAnswer(await send("calculation-1", 5, "application/json"));
    const { entries: [entry] } = await (await app.get("/logs", token)).json();
    assert.equal(entry.request_id, "calculation-1");
  });
  await t.step("in the problem of a refusal", async () => {
    const response = await send("refusal-1", -5, "application/json");
    assert.equal((await expectProblem(response, "invalid_input")).request_id, "refusal-1");
  });
  await t.step("on an error page", async () => {
    const headers = { "X-Request-Id": "page-1", Accept: "text/html" };
    const html = await expectPage(await app.request("/nowhere", { headers }), 404);
    assert.match(html, /<code>page-1<\/code>/);
  });
  await t.step("in the application log", () => {
    const lines = app.logLines().filter(({ message }) => message === "request");
    const byId = new Map(lines.map((line) => [line.request_id, line]));
    assert.equal(byId.get("calculation-1")?.status, 200);
    assert.equal(byId.get("calculation-1")?.route, "/factorial");
    assert.equal(typeof byId.get("calculation-1")?.user, "string");
    assert.equal(byId.get("refusal-1")?.outcome, "invalid_input");
    assert.equal(byId.get("page-1")?.status, 404);
  });
});
