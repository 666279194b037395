import assert from "node:assert/strict";
import { accountDataSchema } from "../../routes/response_schemas.ts";
import { createKey } from "../../testing/api_keys.ts";
import { openBrowser } from "../../testing/browser.ts";
import { testOnEachDatabase } from "../../testing/each_database.ts";
import { eventually, expectAnswer, expectPage, expectProblem } from "../../testing/expect.ts";
import { messageAt } from "../../testing/html.ts";
import { newAdmin } from "../../testing/new_admin.ts";
import { PASSWORD, startTestService } from "../../testing/service.ts";

testOnEachDatabase("the export has everything of the user and no secret", async (start) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const { key } = await createKey(app, token);
  await expectAnswer(await app.post("/factorial", { n: 1 }, (await app.newUser()).token));
  const read = async () => {
    const response = await app.get("/account/export", token);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.match(response.headers.get("content-disposition")!, /^attachment; filename="/);
    assert.equal(response.headers.get("cache-control"), "no-store");
    return await response.text();
  };
  assert.deepEqual(JSON.parse(await read()).calculations, []);
  // More than one page of the log.
  for (let n = 0; n < 105; n++) await expectAnswer(await app.post("/factorial", { n }, token));
  const text = await read();
  const data = accountDataSchema.parse(JSON.parse(text));
  assert.equal(data.account.username, username);
  assert.deepEqual(
    data.calculations.map(({ input }) => Number(input.n)),
    Array.from({ length: 105 }, (_, index) => 104 - index),
  );
  assert.deepEqual([data.sessions.length, data.api_keys.length], [1, 1]);
  for (const secret of [key, key.slice(9), token, PASSWORD, "plain:"]) {
    assert.ok(!text.includes(secret));
  }
  await expectProblem(await app.get("/account/export", key), "forbidden");
  await expectProblem(await app.get("/account/export"), "unauthenticated");
});

testOnEachDatabase("a deleted account leaves its calculations without the name", async (start) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const admin = await newAdmin(app);
  const other = await app.signIn(username);
  const { key } = await createKey(app, token);
  const { id } = await expectAnswer(await app.post("/factorial", { n: 20 }, token));
  await expectAnswer(await app.post("/factorial", { n: 21 }, key));
  const remove = (current_password: string, bearer: string) =>
    app.post("/account/delete", { current_password }, bearer);

  await expectProblem(await remove("not the password", token), "invalid_input");
  await expectProblem(await remove(PASSWORD, key), "forbidden");
  assert.equal((await remove(PASSWORD, token)).status, 204);

  for (const bearer of [token, other, key]) {
    await expectProblem(await app.get("/retrieve_info", bearer), "unauthenticated");
  }
  await eventually(async () => {
    const text = await (await app.get("/logs", admin.token)).text();
    assert.ok(!text.includes(username), text);
    const names = JSON.parse(text).entries.map((entry: { username: string }) => entry.username);
    assert.deepEqual(names, ["(deleted)", "(deleted)"]);
  });
  const entry = await (await app.get(`/logs/${id}`, admin.token)).json();
  assert.deepEqual([entry.result, entry.username], ["2432902008176640000", "(deleted)"]);
  await expectProblem(await app.get(`/logs?user=${username}`, admin.token), "not_found");
  const deletions = app.logLines().filter(({ message }) => message === "account_deleted");
  assert.deepEqual(deletions.map((line) => [line.user, line.username]), [[entry.user, undefined]]);

  const { token: successor } = await app.newUser(username);
  assert.deepEqual((await (await app.get("/logs", successor)).json()).entries, []);
});

Deno.test("the last administrator cannot delete the account", async () => {
  await using app = await startTestService();
  const { token } = await newAdmin(app);
  const response = await app.post("/account/delete", { current_password: PASSWORD }, token);
  await expectProblem(response, "last_administrator");
  assert.equal((await app.get("/retrieve_info", token)).status, 200);
});

Deno.test("the page for the deletion asks for the password and refuses other sites", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  assert.equal(
    (await browser.open("/account/delete")).headers.get("location"),
    "/login?next=%2Faccount%2Fdelete",
  );
  await browser.signIn(username);
  assert.match(await expectPage(await browser.open("/account/delete")), new RegExp(username));
  const path = "/account/delete";
  const wrong = await browser.submit(path, { current_password: "not the password" });
  const html = await expectPage(wrong, 422);
  assert.equal(messageAt(html, "current_password"), "This is not the current password");
  const fields = { current_password: PASSWORD };
  const foreign = await browser.submit(path, fields, { "Sec-Fetch-Site": "cross-site" });
  assert.equal(foreign.status, 403);
  const response = await browser.submit(path, fields);
  assert.equal(response.headers.get("location"), "/login?deleted");
  assert.equal(browser.cookies.size, 0);
  assert.equal((await browser.signIn(username)).status, 401);
});

Deno.test("password managers find the form for a new password", async () => {
  await using app = await startTestService();
  const response = await app.get("/.well-known/change-password");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/account#password");
});
