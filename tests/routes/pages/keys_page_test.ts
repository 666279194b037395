import assert from "node:assert/strict";
import { createKey } from "../../../testing/api_keys.ts";
import { openBrowser } from "../../../testing/browser.ts";
import { expectAnswer, expectPage, expectProblem } from "../../../testing/expect.ts";
import { assertNoInlineCode, messageAt, unescaped, valueOf } from "../../../testing/html.ts";
import { startTestService } from "../../../testing/service.ts";

Deno.test("the page of API keys creates a key, shows it once and revokes it", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await t.step("signed out, it redirects to the sign-in page", async () => {
    for (
      const response of [
        await browser.open("/account/keys"),
        await browser.open("/keys"),
        await browser.submit("/keys", { name: "bot" }),
        await browser.submit("/keys/00000000-0000-7000-8000-000000000001/revoke", {}),
      ]
    ) {
      assert.equal(response.status, 303);
      assert.equal(response.headers.get("location"), "/login?next=%2Faccount%2Fkeys");
    }
  });
  await browser.signIn(username);
  await t.step("the account page links to it", async () => {
    assert.match(await expectPage(await browser.open("/account")), /href="\/account\/keys"/);
    const html = await expectPage(await browser.open("/account/keys"));
    assertNoInlineCode(html);
    assert.match(html, /You have no API keys/);
  });

  let key = "";
  await t.step("a new key is shown on the page right after its creation only", async () => {
    const fields = { name: "my <bot>", expires_in: "90d", scopes: "calculate" };
    const response = await browser.submit("/keys", fields);
    assert.equal(response.headers.get("cache-control"), "no-store, no-transform");
    const html = await expectPage(response, 201);
    assertNoInlineCode(html);
    key = /id="key">(mc_[A-Za-z0-9_-]{49})</.exec(html)?.[1] ?? "";
    await expectAnswer(await app.post("/factorial", { n: 5 }, key));
    await expectProblem(await app.get("/logs", key), "forbidden");
    const later = await expectPage(await browser.open("/account/keys"));
    assert.ok(!later.includes(key.slice(8)));
    assert.ok(later.includes("my &lt;bot&gt;") && later.includes(key.slice(0, 8)));
  });
  await t.step("the history does not show the key", async () => {
    assert.ok(!(await expectPage(await browser.open("/logs"))).includes(key.slice(8)));
  });

  const rejected = [
    [{ name: "", expires_in: "", scopes: "calculate" }, "name"],
    [{ name: "bot", expires_in: "soon", scopes: "calculate" }, "expires_in"],
    [{ name: "bot", expires_in: "" }, "scopes"],
  ] as const;
  for (const [fields, field] of rejected) {
    await t.step(`${JSON.stringify(fields)} is rejected beside the field`, async () => {
      const html = await expectPage(await browser.submit("/keys", fields), 422);
      assert.ok(messageAt(html, field));
      assert.equal(valueOf(html, "name"), fields.name);
      assert.equal(valueOf(html, "expires_in"), fields.expires_in);
    });
  }

  const { id, key: second } = await createKey(app, token);
  const revocation = `/keys/${id}/revoke`;
  await t.step("forms of other sites are rejected", async () => {
    const foreign = { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" };
    for (const path of ["/keys", revocation]) {
      await expectPage(await browser.submit(path, { name: "bot" }, foreign), 403);
    }
    await expectAnswer(await app.post("/factorial", { n: 5 }, second));
  });
  await t.step("the button of a key revokes it", async () => {
    assert.ok((await expectPage(await browser.open("/account/keys"))).includes(revocation));
    const response = await browser.submit(revocation, {});
    assert.equal(response.status, 303);
    const html = await expectPage(await browser.open(response.headers.get("location")!));
    assert.match(html, /role="status">The key has been revoked/);
    assert.ok(!html.includes(revocation));
    await expectProblem(await app.post("/factorial", { n: 5 }, second), "unauthenticated");
    await expectPage(await browser.submit(revocation, {}), 404);
  });
  await t.step("the page says when no more keys are allowed", async () => {
    for (let count = 1; count < 20; count++) await createKey(app, token);
    const html = await expectPage(await browser.open("/account/keys"));
    assert.match(html, /the most that are allowed/);
    assert.doesNotMatch(html, /action="\/keys"/);
    const refused = await browser.submit("/keys", { name: "bot", scopes: "calculate" });
    assert.match(await expectPage(refused, 409), /at most 20 are allowed/);
  });
});

Deno.test("the page of a new key has a command that works", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const fields = { name: "script", scopes: "calculate" };
  const html = await expectPage(await browser.submit("/keys", fields), 201);
  const key = /id="key">(mc_[A-Za-z0-9_-]{49})</.exec(html)?.[1] ?? "";
  const command = unescaped(/<pre[^>]*aria-label="Example"[^>]*><code>([^<]*)</.exec(html)![1]!);
  assert.ok(command.startsWith(`curl http://localhost:8000/evaluate `), command);
  const [, authorization = ""] = /-H "Authorization: (Bearer [^"]+)"/.exec(command) ?? [];
  const [, body = ""] = /-d '([^']+)'/.exec(command) ?? [];
  assert.equal(authorization, `Bearer ${key}`);
  const answer = await (await app.post("/evaluate", body, key)).json();
  assert.equal(answer.result, String(2n ** 1000n));
});
