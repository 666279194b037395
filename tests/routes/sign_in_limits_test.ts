import assert from "node:assert/strict";
import { createTestClock } from "../../testing/clock.ts";
import { openBrowser } from "../../testing/browser.ts";
import { expectPage, expectProblem } from "../../testing/expect.ts";
import { PASSWORD, startTestService, type TestService } from "../../testing/service.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

Deno.test("an address may create 20 accounts an hour", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const from = "192.0.2.1";
  const signUp = (index: number, address = from) =>
    post(app, "/signup2", { username: `user-${index}`, password: PASSWORD }, address);

  await t.step("invalid input does not count", async () => {
    for (let index = 0; index < 25; index++) {
      const refused = post(app, "/signup2", { username: "?", password: PASSWORD }, from);
      await expectProblem(await refused, "invalid_input");
    }
  });
  await t.step("only 20 of 21 concurrent requests are accepted", async () => {
    const responses = await Promise.all(Array.from({ length: 21 }, (_, index) => signUp(index)));
    const refused = responses.filter(({ status }) => status !== 201);
    assert.equal(refused.length, 1);
    await expectLimited(refused[0]!, HOUR_MS);
    for (const response of responses) if (!response.bodyUsed) await response.body?.cancel();
  });
  await t.step("the page's form is limited too", async () => {
    const browser = openBrowser(app, { from });
    const response = await browser.submit("/signup", { username: "late", password: PASSWORD });
    assert.ok(Number(response.headers.get("retry-after")) >= 1);
    await expectPage(response, 429);
    assert.equal(browser.cookies.size, 0);
  });
  await t.step("another address is not limited", async () => {
    assert.equal((await dispose(signUp(100, "192.0.2.2"))).status, 201);
  });
  await t.step("the limit resets after an hour", async () => {
    clock.advance(HOUR_MS - MINUTE_MS);
    await expectLimited(await signUp(101), HOUR_MS);
    clock.advance(MINUTE_MS);
    assert.equal((await dispose(signUp(101))).status, 201);
  });
});

Deno.test("an address may sign in 30 times a minute, for all usernames together", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const { username } = await app.newUser();
  const from = "192.0.2.1";
  const guess = (index: number) =>
    post(app, "/token", { username: `nobody-${index}`, password: "wrong password" }, from);

  await t.step("only 30 of 31 concurrent requests are accepted", async () => {
    const responses = await Promise.all(Array.from({ length: 31 }, (_, index) => guess(index)));
    const refused = responses.filter(({ status }) => status !== 401);
    assert.equal(refused.length, 1);
    await expectLimited(refused[0]!, MINUTE_MS);
    for (const response of responses) if (!response.bodyUsed) await response.body?.cancel();
  });
  await t.step("the right password and /login are limited too", async () => {
    for (const path of ["/token", "/login"]) {
      await expectLimited(
        await post(app, path, { username, password: PASSWORD }, from),
        MINUTE_MS,
      );
    }
    const form = await openBrowser(app, { from }).signIn(username);
    await expectPage(form, 429);
  });
  await t.step("another address is not limited, and the limit resets after a minute", async () => {
    const credentials = { username, password: PASSWORD };
    assert.equal((await dispose(post(app, "/token", credentials, "192.0.2.2"))).status, 200);
    clock.advance(MINUTE_MS);
    assert.equal((await dispose(post(app, "/token", credentials, from))).status, 200);
  });
});

Deno.test("10 wrong passwords a minute lock only that address out of that username", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const { username } = await app.newUser();
  const { username: other } = await app.newUser();
  const from = "192.0.2.1";
  const credentials = { username, password: PASSWORD };

  await t.step("concurrent requests count, and the case of the username is ignored", async () => {
    const names = [username, username.toUpperCase()];
    const responses = await Promise.all(
      Array.from(
        { length: 16 },
        (_, index) =>
          post(app, "/token", { username: names[index % 2], password: "wrong password" }, from),
      ),
    );
    const statuses = responses.map(({ status }) => status).toSorted();
    assert.deepEqual(statuses, [...Array(10).fill(401), ...Array(6).fill(429)]);
    for (const response of responses) await response.body?.cancel();
  });
  await t.step("the right password is refused too", async () => {
    await expectLimited(await post(app, "/token", credentials, from), MINUTE_MS);
  });
  await t.step("the user can sign in from another address", async () => {
    assert.equal((await dispose(post(app, "/token", credentials, "192.0.2.2"))).status, 200);
  });
  await t.step("other users can sign in from that address", async () => {
    const otherCredentials = { username: other, password: PASSWORD };
    assert.equal((await dispose(post(app, "/token", otherCredentials, from))).status, 200);
  });
  await t.step("the limit resets after a minute", async () => {
    clock.advance(MINUTE_MS);
    assert.equal((await dispose(post(app, "/token", credentials, from))).status, 200);
  });
  await t.step("right passwords do not count as failures", async () => {
    for (let index = 0; index < 12; index++) {
      assert.equal((await dispose(post(app, "/token", credentials, from))).status, 200);
    }
  });
});

Deno.test("right passwords are never refused because of concurrent checks", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const { username, token } = await app.newUser();
  const from = "192.0.2.1";
  const statusesOf = (passwords: readonly string[]) =>
    Promise.all(passwords.map(async (password) => {
      const { status } = await dispose(post(app, "/token", { username, password }, from));
      return status;
    }));

  await t.step("30 concurrent requests", async () => {
    assert.deepEqual(await statusesOf(Array(30).fill(PASSWORD)), Array(30).fill(200));
  });
  await t.step("together with 9 wrong passwords", async () => {
    clock.advance(MINUTE_MS);
    const passwords = Array.from({ length: 27 }, (_, i) => i % 3 === 0 ? "wrong one" : PASSWORD);
    const expected = passwords.map((password) => password === PASSWORD ? 200 : 401);
    assert.deepEqual(await statusesOf(passwords), expected);
  });
  await t.step("10 wrong current passwords are checked, and further ones are refused", async () => {
    clock.advance(MINUTE_MS);
    const statuses = await Promise.all(Array.from({ length: 12 }, async () => {
      const { status } = await dispose(app.request("/password", {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
        body: JSON.stringify({ current_password: "wrong one", new_password: `new ${PASSWORD}` }),
        from,
      }));
      return status;
    }));
    assert.deepEqual(statuses.toSorted(), [...Array(10).fill(422), 429, 429]);
  });
});

Deno.test("addresses of one IPv6 /64 network count as one", async () => {
  await using app = await startTestService();
  const guess = (from: string) =>
    post(app, "/token", { username: "nobody", password: "wrong password" }, from);
  for (let index = 0; index < 10; index++) await dispose(guess(`2001:db8:0:1::${index}`));
  await expectLimited(await guess("2001:db8:0:1:ffff::1"), MINUTE_MS);
  await expectProblem(await guess("2001:db8:0:2::1"), "invalid_credentials");
});

function post(app: TestService, path: string, body: object, from: string): Promise<Response> {
  return app.request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    from,
  });
}

async function expectLimited(response: Response, windowMs: number): Promise<void> {
  const seconds = Number(response.headers.get("retry-after"));
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= windowMs / 1000);
  await expectProblem(response, "rate_limited");
}

async function dispose(response: Promise<Response>): Promise<Response> {
  await (await response).body?.cancel();
  return response;
}

Deno.test("a clock that is set back neither lengthens a limit nor refuses new tokens", async () => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const { username } = await app.newUser();
  const from = "192.0.2.9";
  for (let i = 0; i < 30; i++) {
    await dispose(post(app, "/token", { username, password: PASSWORD }, from));
  }
  clock.jump(-26 * HOUR_MS);
  const refused = await post(app, "/token", { username, password: PASSWORD }, from);
  await expectLimited(refused, MINUTE_MS);
  clock.jump(26 * HOUR_MS);

  const token = await app.signIn(username);
  const change = { current_password: PASSWORD, new_password: `new ${PASSWORD}` };
  assert.equal((await dispose(app.post("/password", change, token))).status, 204);
  clock.jump(-10 * MINUTE_MS);
  const fresh = await app.signIn(username, change.new_password);
  assert.equal((await dispose(app.get("/retrieve_info", fresh))).status, 200);
});
