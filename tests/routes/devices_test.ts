import assert from "node:assert/strict";
import { type Browser, openBrowser } from "../../testing/browser.ts";
import { createTestClock } from "../../testing/clock.ts";
import { expectPage, expectProblem } from "../../testing/expect.ts";
import { newAddress, PASSWORD, startTestService, type TestService } from "../../testing/service.ts";
import { temporaryDirectory } from "../commands/run.ts";

const COOKIE = "__Host-device";
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** No time passes for limits, so that no refused client gets another attempt. */
const stoppedClock = () => ({ ...createTestClock(), elapsed: () => 0 });

Deno.test("after a restart, an owner signs in during a distributed attack", async (t) => {
  using directory = temporaryDirectory();
  const dataDir = directory.path;
  const username = "ada";
  const browser = await (async () => {
    await using app = await startTestService({ dataDir, clock: stoppedClock() });
    const browser = openBrowser(app, { from: newAddress() });
    await expectRedirect(await browser.submit("/signup", { username, password: PASSWORD }));
    await expectRedirect(await browser.submit("/logout", {}));
    return browser;
  })();
  const Cookie = cookieOf(browser);

  await using app = await startTestService({ dataDir, clock: stoppedClock() });
  await attack(app, username);

  await t.step("from a known device with the form", async () => {
    const restarted = openBrowser(app, { from: newAddress() });
    restarted.cookies.set(COOKIE, browser.cookies.get(COOKIE)!);
    await expectRedirect(await restarted.signIn(username));
  });
  for (const path of ["/token", "/login"]) {
    await t.step(`from a known device with JSON at ${path}`, async () => {
      assert.equal(await statusOf(signIn(app, { username, path, headers: { Cookie } })), 200);
    });
  }
  await t.step("but not from an unknown device", async () => {
    await expectProblem(await signIn(app, { username }), "rate_limited");
    const unknown = openBrowser(app, { from: newAddress() });
    await expectPage(await unknown.signIn(username), 429);
  });
});

Deno.test("the session cookie comes first, as clients that know one cookie expect", async () => {
  await using app = await startTestService();
  const browser = openBrowser(app);
  const response = await dispose(await browser.signIn(await signUp(app)));
  assert.match(response.headers.get("set-cookie") ?? "", /^__Host-session=.*, __Host-device=/);
});

Deno.test("a device is unknown to an account if its cookie is not valid for it", async (t) => {
  const clock = stoppedClock();
  await using app = await startTestService({ clock });
  const [username, other] = [await signUp(app), await signUp(app)];
  const [own, foreign] = [await deviceOf(app, username), await deviceOf(app, other)];
  const [id, signature] = own.split(".") as [string, string];
  await attack(app, username);
  const expectUnknown = async (cookie: string) => {
    const headers = { Cookie: cookie };
    await expectProblem(await signIn(app, { username, headers }), "rate_limited");
  };
  const cases = {
    "of another account": foreign,
    "with the id of another account's device": `${foreign.split(".")[0]}.${signature}`,
    "without a signature": id,
    "with an empty signature": `${id}.`,
    "without an id": `.${signature}`,
    "empty": "",
    "long": "x".repeat(4_000),
  };
  for (const [name, value] of Object.entries(cases)) {
    await t.step(name, () => expectUnknown(`${COOKIE}=${value}`));
  }
  await t.step(
    "without the prefix, since other hosts could set it",
    () => expectUnknown(`device=${own}`),
  );
  await t.step("the case of the username does not matter", async () => {
    const headers = { Cookie: `${COOKIE}=${own}` };
    const status = statusOf(signIn(app, { username: username.toUpperCase(), headers }));
    assert.equal(await status, 200);
  });
  await t.step("after a year", async () => {
    clock.advance(365 * DAY_MS + MINUTE_MS);
    await attack(app, username);
    await expectUnknown(`${COOKIE}=${own}`);
  });
});

Deno.test("a device may fail 10 times a minute, from all addresses together", async () => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const username = await signUp(app);
  const headers = { Cookie: `${COOKIE}=${await deviceOf(app, username)}` };
  const guess = () => signIn(app, { username, headers, password: "wrong" });
  for (let i = 0; i < 10; i++) await expectProblem(await guess(), "invalid_credentials");
  await expectProblem(await guess(), "rate_limited");
  clock.advance(MINUTE_MS);
  assert.equal(await statusOf(signIn(app, { username, headers })), 200);
});

Deno.test("many devices of one account do not allow more guesses than 50 in 10 minutes", async () => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const username = await signUp(app);
  const cookies: string[] = [];
  for (let i = 0; i < 6; i++) cookies.push(`${COOKIE}=${await deviceOf(app, username)}`);
  for (const Cookie of cookies.slice(0, 5)) {
    for (let i = 0; i < 10; i++) {
      const guess = signIn(app, { username, headers: { Cookie }, password: "wrong" });
      await expectProblem(await guess, "invalid_credentials");
    }
  }
  const headers = { Cookie: cookies[5]! };
  await expectProblem(
    await signIn(app, { username, headers, password: "wrong" }),
    "invalid_credentials",
  );
  await expectProblem(await signIn(app, { username, headers }), "rate_limited");
  clock.advance(11_000);
  assert.equal(await statusOf(signIn(app, { username, headers })), 200);
});

Deno.test("others who share an owner's address cannot lock the owner's device out", async () => {
  await using app = await startTestService({ clock: stoppedClock() });
  const username = await signUp(app);
  const headers = { Cookie: `${COOKIE}=${await deviceOf(app, username)}` };
  const from = newAddress();
  for (let i = 0; i < 10; i++) await statusOf(signIn(app, { username, password: "wrong", from }));
  await expectProblem(await signIn(app, { username, from }), "rate_limited");
  assert.equal(await statusOf(signIn(app, { username, headers, from })), 200);
});

Deno.test("a change of the password is not slowed down on a known device", async (t) => {
  await using app = await startTestService({ clock: stoppedClock() });
  for (const path of ["/password", "/account/delete"]) {
    await t.step(path, async () => {
      const username = await signUp(app);
      const browser = openBrowser(app, { from: newAddress() });
      await expectRedirect(await browser.signIn(username));
      await attack(app, username);
      const moved = openBrowser(app, { from: newAddress() });
      for (const [name, value] of browser.cookies) moved.cookies.set(name, value);
      const fields = { current_password: PASSWORD, new_password: `new ${PASSWORD}` };
      await expectRedirect(await moved.submit(path, fields));
    });
  }
});

Deno.test("the device cookie lasts a year and does not contain the username", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ clock });
  const username = await signUp(app);
  const browser = openBrowser(app);

  await t.step("it has the attributes of the session cookie", async () => {
    const response = await browser.signIn(username);
    await response.body?.cancel();
    const line = response.headers.getSetCookie().find((line) => line.startsWith(COOKIE))!;
    const [value = "", ...attributes] = line.split("; ");
    assert.match(value, /^__Host-device=[\da-f-]{36}\.[\w-]{43}$/);
    assert.ok(!value.includes(username));
    const expires = attributes.find((attribute) => attribute.startsWith("Expires="))!;
    const remainingMs = Date.parse(expires.slice("Expires=".length)) - clock.now();
    assert.ok(Math.abs(remainingMs - 365 * DAY_MS) < MINUTE_MS, expires);
    assert.deepEqual(
      attributes.filter((attribute) => attribute !== expires).toSorted(),
      ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
    );
  });
  await t.step("it authenticates nobody", async () => {
    const headers = { Cookie: cookieOf(browser) };
    await expectProblem(await app.request("/retrieve_info", { headers }), "unauthenticated");
  });
  await t.step("signing out keeps it", async () => {
    await expectRedirect(await browser.submit("/logout", {}));
    assert.deepEqual([...browser.cookies.keys()], [COOKIE]);
  });
  await t.step("a refused sign-in keeps it", async () => {
    const kept = browser.cookies.get(COOKIE);
    await expectPage(await browser.submit("/login", { username, password: "wrong" }), 401);
    assert.equal(browser.cookies.get(COOKIE), kept);
  });
  await t.step("each sign-in replaces it", async () => {
    const replaced = browser.cookies.get(COOKIE);
    await expectRedirect(await browser.signIn(username));
    assert.notEqual(browser.cookies.get(COOKIE), replaced);
  });
  await t.step("deleting the account deletes it", async () => {
    await expectRedirect(await browser.submit("/account/delete", { current_password: PASSWORD }));
    assert.deepEqual([...browser.cookies.keys()], []);
  });
});

async function signUp(app: TestService): Promise<string> {
  return (await app.newUser()).username;
}

/** Wrong passwords from many addresses, after which unknown clients have to wait. */
async function attack(app: TestService, username: string): Promise<void> {
  for (let i = 0; i < 25; i++) await statusOf(signIn(app, { username, password: "wrong" }));
}

interface SignIn {
  readonly username: string;
  readonly password?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Another address for each sign-in by default. */
  readonly from?: string;
}

function signIn(app: TestService, options: SignIn): Promise<Response> {
  const { username, password = PASSWORD, path = "/token", from = newAddress() } = options;
  return app.request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...options.headers },
    body: JSON.stringify({ username, password }),
    from,
  });
}

/** Value of the device cookie after signing in. */
async function deviceOf(app: TestService, username: string): Promise<string> {
  const browser = openBrowser(app, { from: newAddress() });
  await expectRedirect(await browser.signIn(username));
  return browser.cookies.get(COOKIE)!;
}

function cookieOf(browser: Browser): string {
  return `${COOKIE}=${browser.cookies.get(COOKIE)}`;
}

async function expectRedirect(response: Response): Promise<void> {
  assert.equal((await dispose(response)).status, 303);
}

async function statusOf(response: Promise<Response>): Promise<number> {
  return (await dispose(await response)).status;
}

async function dispose(response: Response): Promise<Response> {
  await response.body?.cancel();
  return response;
}
