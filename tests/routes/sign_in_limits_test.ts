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

Deno.test("many addresses cannot guess one account's password fast, nor lock its owner out", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const { username } = await app.newUser();
  const home = "203.0.113.1";
  const signIn = (from: string, password = PASSWORD) =>
    post(app, "/token", { username, password }, from);
  const statusOf = async (response: Promise<Response>) => (await dispose(response)).status;
  assert.equal(await statusOf(signIn(home)), 200);

  for (const name of [username, "nobody"]) {
    await t.step(`20 of 250 guesses are checked at once, for ${name}`, async () => {
      const statuses = await Promise.all(
        Array.from(
          { length: 250 },
          (_, i) =>
            statusOf(post(app, "/token", { username: name, password: "wrong" }, `198.51.100.${i}`)),
        ),
      );
      const checked = statuses.filter((status) => status === 401).length;
      assert.ok(checked === 21, String(checked));
      assert.equal(statuses.filter((status) => status === 429).length, 229);
    });
  }
  await t.step("from then on, one in 10 seconds", async () => {
    for (let round = 0; round < 5; round++) {
      await expectLimited(await signIn("192.0.2.1", "wrong"), 10_000);
      clock.advance(10_000);
      await expectProblem(await signIn("192.0.2.1", "wrong"), "invalid_credentials");
    }
  });
  await t.step("the owner signs in from an address known to the account", async () => {
    assert.equal(await statusOf(signIn(home)), 200);
  });
  await t.step("a wrong password there counts for that address only", async () => {
    assert.equal(await statusOf(signIn(home, "wrong")), 401);
    assert.equal(await statusOf(signIn(home)), 200);
  });
  await t.step("from a new address, the owner takes the next attempt", async () => {
    await expectLimited(await signIn("192.0.2.2"), 10_000);
    clock.advance(10_000);
    assert.equal(await statusOf(signIn("192.0.2.2")), 200);
    assert.equal(await statusOf(signIn("192.0.2.2")), 200);
  });
  await t.step("the limit resets after 10 minutes", async () => {
    clock.advance(10 * MINUTE_MS);
    for (let i = 0; i < 20; i++) {
      assert.equal(await statusOf(signIn(`198.51.100.${i}`, "wrong")), 401);
    }
  });
});

Deno.test("the address of a sign-up is known to the new account", async () => {
  await using app = await startTestService();
  const from = "203.0.113.1";
  const credentials = { username: "grace", password: PASSWORD };
  assert.equal((await dispose(post(app, "/signup2", credentials, from))).status, 201);
  for (let i = 0; i < 25; i++) {
    await dispose(post(app, "/token", { ...credentials, password: "wrong" }, `198.51.100.${i}`));
  }
  assert.equal((await dispose(post(app, "/token", credentials, from))).status, 200);
});

Deno.test("addresses of one IPv6 /64 network count as one, however they are spelled", async () => {
  await using app = await startTestService();
  const guess = (from: string) =>
    post(app, "/token", { username: "nobody", password: "wrong password" }, from);
  const spellings = [
    "2001:db8:0:1::",
    "2001:DB8:0:1::2",
    "2001:0db8:0000:0001:0000:0000:0000:0003",
    "2001:db8::1:0:0:0:4",
    "2001:db8:0:1:5::",
    "2001:db8:0:1::192.0.2.6",
    "2001:db8:0:1::7%eth0",
    "2001:db8:0:1:8:8:8:8",
    "2001:0DB8:0:01::9",
    "2001:db8:0:1:ffff:ffff:ffff:ffff",
  ];
  for (const address of spellings) await dispose(guess(address));
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
