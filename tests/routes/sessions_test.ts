import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { createKey } from "../../testing/api_keys.ts";
import { expectPage, expectProblem } from "../../testing/expect.ts";
import { testOnEachDatabase } from "../../testing/each_database.ts";
import { startTestService } from "../../testing/service.ts";

interface SessionDocument {
  readonly id: string;
  readonly device: string | null;
  readonly current: boolean;
}

testOnEachDatabase("a user lists sessions and ends them one by one", async (start) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const other = await app.signIn(username);
  const stranger = await app.newUser();
  const list = async (bearer: string): Promise<SessionDocument[]> =>
    (await (await app.get("/sessions", bearer)).json()).sessions;
  const [newest, oldest] = await list(token);
  assert.deepEqual([newest!.current, oldest!.current], [false, true]);
  const end = (bearer: string, id: string) =>
    app.request(`/sessions/${id}`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${bearer}` },
    });
  await expectProblem(await end(stranger.token, newest!.id), "not_found");
  await expectProblem(await end(token, "0"), "not_found");
  assert.equal((await end(token, newest!.id)).status, 204);
  await expectProblem(await app.get("/sessions", other), "unauthenticated");
  assert.deepEqual((await list(token)).map(({ id }) => id), [oldest!.id]);
  const ended = app.logLines().filter(({ message }) => message === "sessions_ended");
  assert.deepEqual(ended.map((line) => line.username), [username]);
});

Deno.test("DELETE /sessions ends all sessions of the user, and no API key", async () => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const other = await app.signIn(username);
  const stranger = await app.newUser();
  const { key } = await createKey(app, token);
  const headers = { Authorization: `Bearer ${token}` };
  const response = await app.request("/sessions", { method: "DELETE", headers });
  assert.equal(response.status, 204);
  for (const bearer of [token, other]) {
    await expectProblem(await app.get("/retrieve_info", bearer), "unauthenticated");
  }
  for (const bearer of [key, stranger.token]) {
    assert.equal((await app.get("/retrieve_info", bearer)).status, 200);
  }
});

Deno.test("sessions need a session: neither an API key nor nobody may list or end them", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { key } = await createKey(app, token);
  for (const [method, path] of [["GET", "/sessions"], ["DELETE", "/sessions"]] as const) {
    const headers = { Authorization: `Bearer ${key}` };
    await expectProblem(await app.request(path, { method, headers }), "forbidden");
    await expectProblem(await app.request(path, { method }), "unauthenticated");
  }
});

Deno.test("the account page names the device of each session and ends it with a form", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const firefox = openBrowser(app, { headers: { "User-Agent": "Mozilla/5.0 (X11) Firefox/1" } });
  const chrome = openBrowser(app, { headers: { "User-Agent": "Mozilla (Windows) Chrome/1" } });
  for (const browser of [firefox, chrome]) await browser.signIn(username);
  const html = await expectPage(await firefox.open("/account"));
  assert.match(html, /Firefox on Linux<\/strong> <span class="tag">this session/);
  assert.match(html, /Chrome on Windows<\/strong><p|Chrome on Windows<\/strong>\s/);
  const [, path = ""] = /action="(\/sessions\/[^"]+\/end)"/.exec(html) ?? [];

  await t.step("a form of another site ends nothing", async () => {
    const foreign = { "Sec-Fetch-Site": "cross-site" };
    for (const each of [path, "/sessions/end"]) {
      assert.equal((await firefox.submit(each, {}, foreign)).status, 403);
    }
    await expectPage(await chrome.open("/account"));
  });
  await t.step("the newest session ends, and the page says so", async () => {
    const response = await firefox.ask(path, {});
    assert.match(await expectPage(response), /The session has ended/);
    assert.equal((await chrome.open("/account")).status, 303);
  });
  await t.step("signing out everywhere clears the cookie", async () => {
    const response = await firefox.submit("/sessions/end", {});
    assert.equal(response.headers.get("location"), "/login?ended");
    assert.equal(firefox.cookies.has("__Host-session"), false);
    assert.equal(
      (await firefox.submit("/sessions/end", {})).headers.get("location"),
      "/login?next=%2Faccount",
    );
  });
});
