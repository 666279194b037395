import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Revocation } from "../../domain/accounts/types.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import { createAccountStore } from "../../infra/database/account_store.ts";
import { createSettings } from "../../infra/database/settings.ts";
import { createMaintenance } from "../../composition/maintenance.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { DATABASES } from "../contract/databases.ts";
import { DATABASE_FILE } from "../../composition/database_isolates.ts";
import { createTestClock } from "../../testing/clock.ts";
import { databaseFaults } from "../../testing/faults.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

const systemClock = createSystemClock();

const HOUR_MS = 3_600_000;
const FACTORIAL = { n: 20 };

function becomesReady(app: TestService): Promise<boolean> {
  return until("ready again", () => {
    const { database, recording, ready } = app.service.health();
    return database === "ok" && recording && ready;
  });
}

function messages(app: TestService): unknown[] {
  return app.logLines().map(({ message }) => message)
    .filter((message) =>
      ["migrations_applied", "database_ok", "database_failing"].includes(String(message))
    );
}

Deno.test("a service starts without its database, and is ready as soon as it is there", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  const path = `${dataDir}/${DATABASE_FILE}`;
  await Deno.mkdir(path);
  {
    await using app = await startTestService({ dataDir });
    assert.deepEqual(app.service.health(), {
      database: "failing",
      cache: "off",
      events: "off",
      recording: false,
      ready: false,
      waitingFor: "database",
    });
    const token = { username: "ada", password: "correct horse battery" };
    assert.equal((await app.post("/token", token)).status, 503);
    await Deno.remove(path);
    await becomesReady(app);
    const { token: bearer } = await app.newUser();
    assert.equal((await app.post("/factorial", FACTORIAL, bearer)).status, 200);
    assert.deepEqual(messages(app), ["database_failing", "migrations_applied", "database_ok"]);
  }
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("a database that cannot be written is failing until it can be", async () => {
  await using app = await startTestService();
  const faults = databaseFaults(app);
  const { token } = await app.newUser();
  await faults.failWrites();
  assert.equal((await app.post("/factorial", FACTORIAL, token)).status, 503);
  const { database, recording, ready } = app.service.health();
  assert.deepEqual({ database, recording, ready }, {
    database: "failing",
    recording: false,
    ready: true,
  });
  await faults.allowWrites();
  await becomesReady(app);
  assert.equal((await app.post("/factorial", FACTORIAL, token)).status, 200);
});

Deno.test("a database that cannot be read is failing until it can be", async () => {
  await using app = await startTestService();
  const faults = databaseFaults(app);
  await faults.takeAway();
  await until("failing", () => app.service.health().database === "failing");
  await faults.giveBack();
  await becomesReady(app);
});

Deno.test("servers of one database sign alike, and learn of ended sessions from each other", async () => {
  await using here = await startTestService();
  await using there = await startTestService({ dataDir: here.dataDir });
  const { token } = await here.newUser();
  assert.equal((await there.get("/retrieve_info", token)).status, 200);
  assert.equal((await here.post("/logout", {}, token)).status, 204);
  assert.equal((await here.get("/retrieve_info", token)).status, 401);
  await until(
    "ended there too",
    async () => (await there.get("/retrieve_info", token)).status === 401,
  );
});

Deno.test("a configured secret is used, and not stored", async () => {
  const config = { jwtSecret: "a configured secret of 32 characters" };
  await using here = await startTestService({ config });
  await using there = await startTestService({ config });
  const { token } = await here.newUser();
  assert.equal((await there.get("/logs", token)).status, 200);
  await using unconfigured = await startTestService();
  const storesSecret = async ({ dataDir }: TestService) => {
    const written = await Deno.readFile(`${dataDir}/${DATABASE_FILE}-wal`);
    return new TextDecoder().decode(written).includes("token_secret");
  };
  assert.equal(await storesSecret(unconfigured), true);
  assert.equal(await storesSecret(here), false);
});

Deno.test("entries are deleted when they are older than the retention, and no earlier", async () => {
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
  Deno.test(`rows of ${failing} that cannot be deleted hold up nothing else`, async () => {
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
      "the failure is told",
      () => app.logLines().find(({ message }) => message === "cleanup_failed"),
    );
    assert.equal(line.what, failing === "sessions" ? "expired sessions" : "request log");
    assert.equal(rows(failing), 1);
  });
}

Deno.test("tokens have no secret until it has been read, and a long one then", async () => {
  await using opened = await DATABASES[0]!.open();
  const { database } = opened;
  const upkeep = createMaintenance({
    database,
    store: createAccountStore(database),
    settings: createSettings(database.kysely),
    clock: systemClock,
    logger: createLogger({ level: "error", format: "json", write() {} }),
    config: { jwtSecret: undefined, logRetentionMs: undefined, kafkaBrokers: [] },
    refreshSessions: () => Promise.resolve<Revocation[]>([]),
    onLateTimer() {},
  });
  assert.throws(upkeep.tokenSecret, { code: "unavailable" });
  await upkeep.start();
  upkeep.stop();
  assert.equal(upkeep.health().ready, true);
  assert.ok(upkeep.tokenSecret().length >= 32);
});
