// @ts-types="@types/pg"
import { Client } from "pg";
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { createTestClock } from "../../testing/clock.ts";
import { makeEarlierLog } from "../../testing/earlier_log.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { PASSWORD, startTestService, type TestService } from "../../testing/service.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { temporaryDirectory } from "../commands/run.ts";

const HOUR_MS = 3_600_000;
const FACTORIAL = { n: 20 };

Deno.test("log entries are deleted once they are older than the retention", async () => {
  const clock = createTestClock();
  const config = { logRetentionMs: 2 * HOUR_MS, tokenTtlMs: 48 * HOUR_MS };
  await using app = await startTestService({ clock, config });
  const { token } = await app.newUser();
  const answer = async () => (await (await app.post("/factorial", FACTORIAL, token)).json()).id;
  const logged = async () => {
    const { entries } = await (await app.get("/logs", token)).json();
    return entries.map(({ id }: { id: string }) => id);
  };
  const old = await answer();
  clock.advance(1.5 * HOUR_MS);
  const recent = await answer();
  assert.deepEqual(await logged(), [recent, old]);
  clock.advance(HOUR_MS);
  await until("the old entry is gone", async () => (await logged()).length === 1);
  assert.deepEqual(await logged(), [recent]);
  const purged = app.logLines().filter(({ message }) => message === "log_purged");
  assert.deepEqual(purged.map(({ entries }) => entries), [1]);
});

for (
  const [failing, other] of [["sessions", "request_log"], ["request_log", "sessions"]] as const
) {
  Deno.test(`${other} is cleaned although rows of ${failing} cannot be deleted`, async () => {
    const clock = createTestClock();
    const config = { logRetentionMs: HOUR_MS, tokenTtlMs: HOUR_MS };
    await using app = await startTestService({ clock, config });
    using database = new DatabaseSync(`${app.dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });
    const rows = (table: string) => database.prepare(`select * from ${table}`).all().length;
    const { token } = await app.newUser();
    assert.equal((await app.post("/factorial", FACTORIAL, token)).status, 200);
    database.exec(
      `create trigger fault before delete on ${failing} begin select raise(abort, 'no'); end`,
    );
    clock.advance(3 * HOUR_MS);
    await until(`${other} is cleaned`, () => rows(other) === 0);
    const line = await until(
      "the failure is logged",
      () => app.logLines().find(({ message }) => message === "cleanup_failed"),
    );
    assert.equal(line.what, failing === "sessions" ? "expired sessions" : "request log");
    assert.equal(rows(failing), 1);
  });
}

Deno.test("a revocation outlives a jump of the clock", async () => {
  const clock = createTestClock();
  const config = { tokenTtlMs: 24 * HOUR_MS, logRetentionMs: HOUR_MS };
  await using app = await startTestService({ clock, config });
  using database = new DatabaseSync(`${app.dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });
  const rows = (table: string) => database.prepare(`select * from ${table}`).all().length;
  const { token } = await app.newUser();
  assert.equal((await app.post("/factorial", FACTORIAL, token)).status, 200);
  await (await app.post("/logout", {}, token)).body?.cancel();
  assert.equal(rows("revocations"), 1);

  clock.jump(60 * 24 * HOUR_MS);
  clock.advance(2 * HOUR_MS);
  await until("the log, which comes last, is cleaned", () => rows("request_log") === 0);
  assert.equal(rows("revocations"), 1);
});

Deno.test("an account deleted after a start with a wrong date has only its name removed", async () => {
  using directory = temporaryDirectory();
  const dataDir = directory.path;
  const clock = createTestClock();
  const start = () => startTestService({ dataDir, clock, config: { logRetentionMs: HOUR_MS } });
  let username = "";
  {
    await using app = await start();
    const user = await app.newUser();
    username = user.username;
    assert.equal((await app.post("/factorial", FACTORIAL, user.token)).status, 200);
    await (await app.post("/logout", {}, user.token)).body?.cancel();
  }
  clock.jump(60 * 24 * HOUR_MS);
  await using app = await start();
  using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });
  const rows = (query: string) => database.prepare(query).all();
  const revocations = rows("select * from revocations");
  assert.equal(revocations.length, 1);

  const token = await app.signIn(username);
  const deletion = await app.post("/account/delete", { current_password: PASSWORD }, token);
  assert.equal(deletion.status, 204);
  await until(
    "the name is forgotten",
    () => rows("select * from deleted_users where forgotten_at_ms is not null").length === 1,
  );
  const [entry, ...others] = rows("select entry from request_log");
  assert.equal(JSON.parse(String(entry?.entry)).username, "(deleted)");
  assert.deepEqual(others, []);
  assert.deepEqual(rows("select * from revocations limit 1"), revocations);
});

Deno.test({
  name: "a log of an earlier version is converted as soon as the service is ready",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using testDatabase = await createTestDatabase();
    const config = { databaseUrl: testDatabase.url };
    let token = "";
    const ids: string[] = [];
    const answer = async (app: TestService) => {
      ids.unshift((await (await app.post("/factorial", FACTORIAL, token)).json()).id);
    };
    {
      await using app = await startTestService({ config });
      ({ token } = await app.newUser());
      await answer(app);
      await makeEarlierLog(app.database.kysely);
    }
    const clock = createTestClock();
    await using holder = await holdTable(testDatabase.url);
    await using app = await startTestService({ config, clock });
    const linesOf = (message: string) => app.logLines().filter((line) => line.message === message);
    await until("it has failed", () => linesOf("log_conversion_failed").length === 1);
    assert.match(String(linesOf("log_conversion_failed")[0]!.error), /lock timeout/);
    await answer(app);
    await holder.release();
    clock.advance(60_000);
    await until("it is converted", () => linesOf("log_converted").length === 1);
    assert.equal(linesOf("log_converting").length, 2);
    await answer(app);
    const { entries } = await (await app.get("/logs", token)).json();
    assert.deepEqual(entries.map(({ id }: { id: string }) => id), ids);
    clock.advance(HOUR_MS);
    await answer(app);
    assert.equal(linesOf("log_converted").length, 1);
  },
});

/** Uses the request log in a transaction until it is released. */
async function holdTable(url: string): Promise<AsyncDisposable & { release(): Promise<void> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("begin; select from request_log limit 1");
  const release = async () => {
    await client.query("commit");
  };
  return { release, [Symbol.asyncDispose]: () => client.end() };
}
