import assert from "node:assert/strict";
import { createTestClock, type TestClock } from "../../testing/clock.ts";
import { ORIGIN, PASSWORD, startTestService, type TestService } from "../../testing/service.ts";
import { run, temporaryDirectory } from "../commands/run.ts";

const HOUR_MS = 3_600_000;

/** Either cookies live longer, as by default, or bearer tokens do. */
const LIFETIMES = [
  { longer: "SESSION_TTL", TOKEN_TTL: "1h", SESSION_TTL: "30d" },
  { longer: "TOKEN_TTL", TOKEN_TTL: "30d", SESSION_TTL: "1h" },
] as const;

interface Scenario {
  readonly here: TestService;
  readonly username: string;
  readonly token: string;
  /** Variables of a command on the same database with the same lifetimes. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Signs a user in on one server, revokes the session, and asserts two hours later, on another
 * server of the same database, that the session with the longer lifetime is still revoked.
 */
function testRetention(name: string, revoke: (scenario: Scenario) => Promise<void>): void {
  for (const { longer, TOKEN_TTL, SESSION_TTL } of LIFETIMES) {
    Deno.test(`${name} outlives the shorter lifetime (${longer} is longer)`, async () => {
      using directory = temporaryDirectory();
      const dataDir = directory.path;
      const clock = createTestClock();
      const config = { tokenTtlMs: ttlMs(TOKEN_TTL), sessionTtlMs: ttlMs(SESSION_TTL) };
      const start = () => startTestService({ dataDir, clock, config });

      await using here = await start();
      const { username, token } = await here.newUser();
      const revoked = longer === "TOKEN_TTL"
        ? { Authorization: `Bearer ${await here.signIn(username)}` }
        : { Cookie: await signInForCookie(here, username) };
      assert.equal(await statusOf(here, revoked), 200);

      await revoke({ here, username, token, env: { DATA_DIR: dataDir, TOKEN_TTL, SESSION_TTL } });
      await assertRevokedLater(start, clock, revoked);
    });
  }
}

testRetention("a changed password", async ({ here, token }) => {
  const change = { current_password: PASSWORD, new_password: "another horse battery" };
  assert.equal((await here.post("/password", change, token)).status, 204);
});

testRetention("the command user disable", async ({ username, env }) => {
  const { code, stderr } = await run(["user", "disable", username], { env });
  assert.equal(code, 0, stderr);
});

Deno.test("user disable ends sessions longer than the lifetimes in its own environment", async () => {
  using directory = temporaryDirectory();
  const dataDir = directory.path;
  const clock = createTestClock();
  const start = (tokenTtlMs: number) =>
    startTestService({ dataDir, clock, config: { tokenTtlMs } });
  await using here = await start(90 * 24 * HOUR_MS);
  const { username, token } = await here.newUser();
  const env = { DATA_DIR: dataDir, SESSION_TTL: "1h" };
  const { code, stderr } = await run(["user", "disable", username], { env });
  assert.equal(code, 0, stderr);
  clock.advance(60 * 24 * HOUR_MS);
  await using there = await start(HOUR_MS);
  assert.equal(await statusOf(there, { Authorization: `Bearer ${token}` }), 401);
});

async function assertRevokedLater(
  start: () => Promise<TestService>,
  clock: TestClock,
  credentials: Readonly<Record<string, string>>,
): Promise<void> {
  clock.advance(2 * HOUR_MS);
  await using there = await start();
  assert.equal(await statusOf(there, credentials), 401);
}

async function signInForCookie(app: TestService, username: string): Promise<string> {
  const response = await app.request("/login", {
    method: "POST",
    headers: { Accept: "text/html", Origin: ORIGIN },
    body: new URLSearchParams({ username, password: PASSWORD }),
  });
  assert.equal(response.status, 303);
  const lines = response.headers.getSetCookie();
  return lines.find((line) => line.startsWith("__Host-session="))!.split(";")[0]!;
}

async function statusOf(
  app: TestService,
  credentials: Readonly<Record<string, string>>,
): Promise<number> {
  const response = await app.request("/logs", { headers: credentials });
  await response.body?.cancel();
  return response.status;
}

function ttlMs(text: "1h" | "30d"): number {
  return text === "1h" ? HOUR_MS : 30 * 24 * HOUR_MS;
}
