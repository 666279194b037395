import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { createTestClock } from "../../testing/clock.ts";
import { startTestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

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
