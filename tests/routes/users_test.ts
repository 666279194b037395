import assert from "node:assert/strict";
import { createKey } from "../../testing/api_keys.ts";
import { openBrowser } from "../../testing/browser.ts";
import { testOnEachDatabase } from "../../testing/each_database.ts";
import { expectAnswer, expectPage, expectProblem } from "../../testing/expect.ts";
import { newAdmin } from "../../testing/new_admin.ts";
import { PASSWORD, startTestService, type TestService } from "../../testing/service.ts";

function change(app: TestService, token: string | undefined, username: string, body: unknown) {
  return app.request(`/users/${username}`, {
    method: "PATCH",
    headers: {
      "Content-Type": "application/json",
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
}

async function namesOf(app: TestService, token: string, query: string) {
  const { users, next } = await (await app.get(`/users?${query}`, token)).json();
  return { names: users.map(({ username }: { username: string }) => username), next };
}

testOnEachDatabase(
  "an administrator disables users, whose sessions and keys end at once",
  async (start) => {
    await using app = await start();
    const admin = await newAdmin(app);
    const { username, token } = await app.newUser();
    const { key } = await createKey(app, token);
    const disabled = await change(app, admin.token, username, { disabled: true });
    assert.equal((await disabled.json()).disabled, true);
    for (const bearer of [token, key]) {
      await expectProblem(await app.get("/retrieve_info", bearer), "unauthenticated");
    }
    const login = { username, password: PASSWORD };
    await expectProblem(await app.post("/token", login), "invalid_credentials");
    await change(app, admin.token, username, { disabled: false });
    assert.equal((await app.post("/token", login)).status, 200);
    assert.equal((await app.get("/retrieve_info", key)).status, 200);
    const lines = app.logLines().filter(({ message }) => message === "user_changed");
    assert.deepEqual(lines.map((line) => [line.username, line.change]), [
      [admin.username, "disabled=true"],
      [admin.username, "disabled=false"],
    ]);
    assert.equal(typeof lines[0]!.subject, "string");
  },
);

Deno.test("the last administrator can neither demote nor disable the own account", async () => {
  await using app = await startTestService();
  const { username, token } = await newAdmin(app);
  for (const body of [{ role: "user" }, { disabled: true }]) {
    await expectProblem(await change(app, token, username, body), "last_administrator");
  }
  const { username: other } = await app.newUser();
  assert.equal((await (await change(app, token, other, { role: "admin" })).json()).role, "admin");
  assert.equal((await change(app, token, username, { role: "user" })).status, 200);
  await expectProblem(await app.get("/users", token), "unauthenticated");
});

Deno.test("users are found by the beginning of their name, page by page", async () => {
  await using app = await startTestService();
  const { token } = await newAdmin(app, "zoe");
  for (const name of ["Bert", "berta", "carl"]) await app.newUser(name);
  assert.deepEqual(await namesOf(app, token, "search=BER"), {
    names: ["Bert", "berta"],
    next: null,
  });
  const first = await namesOf(app, token, "limit=2");
  assert.deepEqual(first, { names: ["Bert", "berta"], next: "berta" });
  const second = await namesOf(app, token, `limit=2&cursor=${first.next}`);
  assert.deepEqual(second, { names: ["carl", "zoe"], next: null });
  await expectProblem(await app.get("/users?limit=0", token), "invalid_input");
});

Deno.test("only a session of an administrator may see or change users", async () => {
  await using app = await startTestService();
  const admin = await newAdmin(app);
  const user = await app.newUser();
  const { key } = await createKey(app, admin.token);
  const cases = [[user.token, "forbidden"], [key, "forbidden"], [undefined, "unauthenticated"]];
  for (const [token, code] of cases as [string | undefined, "forbidden"][]) {
    await expectProblem(await app.get("/users", token), code);
    await expectProblem(await change(app, token, user.username, { role: "admin" }), code);
  }
  await expectProblem(await change(app, admin.token, "nobody", { role: "admin" }), "not_found");
  for (const body of [{ role: "root" }, { disabled: "yes" }]) {
    await expectProblem(await change(app, admin.token, user.username, body), "invalid_input");
  }
});

Deno.test("the page of users searches, changes users and shows everyone's history", async (t) => {
  await using app = await startTestService();
  const admin = await newAdmin(app, "root");
  const ada = await app.newUser("ada");
  await expectAnswer(await app.post("/factorial", { n: 23 }, ada.token));
  const browser = openBrowser(app);
  assert.equal(
    (await browser.open("/users?search=a")).headers.get("location"),
    "/login?next=%2Fusers%3Fsearch%3Da",
  );
  await browser.signIn(admin.username);

  await t.step("it links to the history of a user", async () => {
    const html = await expectPage(await browser.open("/users?search=a"));
    assert.doesNotMatch(html, /<strong>root/);
    assert.ok(html.includes('href="/logs?user=ada"'));
    assert.match(await expectPage(await browser.open("/logs?user=ada")), />23!</);
  });
  await t.step("a change returns to the same search, and is confirmed", async () => {
    const response = await browser.submit("/users/ada", { disabled: "true", search: "a" });
    assert.equal(response.headers.get("location"), "/users?search=a&changed=ada");
    const html = await expectPage(await browser.open("/users?search=a&changed=ada"));
    assert.match(html, /role="status">ada has been changed/);
    assert.match(html, /disabled<\/span>/);
  });
  await t.step("it marks the administrator who reads it", async () => {
    const html = await expectPage(await browser.open("/users"));
    assert.equal(html.split(">you</span>").length - 1, 1);
    assert.match(html, /<strong>root<\/strong>.*>you<\/span>/);
  });
  await t.step("a refusal is shown on the page", async () => {
    const html = await expectPage(await browser.submit("/users/root", { role: "user" }), 409);
    assert.match(html, /role="alert">This account is the last administrator/);
  });
  await t.step("the address cannot make the page say anything else", async () => {
    const html = await expectPage(await browser.open("/users?changed=Call+555-0100"));
    assert.doesNotMatch(html, /555/);
  });
  await t.step("a form of another site changes nothing", async () => {
    const foreign = { "Sec-Fetch-Site": "cross-site" };
    assert.equal((await browser.submit("/users/ada", { role: "admin" }, foreign)).status, 403);
  });
  await t.step("other users have no such page", async () => {
    const { username } = await app.newUser();
    const other = openBrowser(app);
    await other.signIn(username);
    await expectPage(await other.open("/users"), 403);
    assert.doesNotMatch(await expectPage(await other.open("/account")), /href="\/users"/);
  });
});
