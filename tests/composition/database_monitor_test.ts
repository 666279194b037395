import assert from "node:assert/strict";
import { createDatabaseMonitor } from "../../composition/database_monitor.ts";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { databaseFaults } from "../../testing/faults.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";
import { DATABASES } from "../contract/databases.ts";

const FACTORIAL = { n: 20 };
const DATABASE_MESSAGES = ["migrations_applied", "database_ok", "database_failing"];

function becomesReady(app: TestService): Promise<boolean> {
  return until("ready again", () => {
    const { database, recording, ready } = app.service.health();
    return database === "ok" && recording && ready;
  });
}

Deno.test("a service starts without its database and becomes ready when it appears", async () => {
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
    const credentials = { username: "ada", password: "correct horse battery" };
    assert.equal((await app.post("/token", credentials)).status, 503);
    await Deno.remove(path);
    await becomesReady(app);
    const { token } = await app.newUser();
    assert.equal((await app.post("/factorial", FACTORIAL, token)).status, 200);
    const messages = app.logLines().map(({ message }) => String(message))
      .filter((message) => DATABASE_MESSAGES.includes(message));
    assert.deepEqual(messages, ["database_failing", "migrations_applied", "database_ok"]);
  }
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("a database that cannot be written is failing until a write succeeds", async () => {
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

Deno.test("a database that cannot be read is failing until a read succeeds", async () => {
  await using app = await startTestService();
  const faults = databaseFaults(app);
  await faults.takeAway();
  await until("failing", () => app.service.health().database === "failing");
  await faults.giveBack();
  await becomesReady(app);
});

Deno.test("the monitor is ready after its first read, and logs each change once", async (t) => {
  await using opened = await DATABASES[0]!.open();
  let log = "";
  let error: Error | undefined = new Error("Out of reach");
  const reads: string[] = [];
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const monitor = createDatabaseMonitor({
    database: opened.database,
    logger,
    checkEveryMs: 50,
    read: () => {
      const health = monitor.health();
      reads.push(health.ready ? "ready" : health.waitingFor);
      return error ? Promise.reject(error) : Promise.resolve();
    },
    readStep: "sessions",
  });

  await t.step("it waits for the database before the start", () => {
    assert.deepEqual(monitor.health(), {
      database: "failing",
      recording: false,
      ready: false,
      waitingFor: "database",
    });
  });
  await t.step("it waits for `readStep` while the read fails", async () => {
    await monitor.start();
    assert.deepEqual(monitor.health(), {
      database: "failing",
      recording: false,
      ready: false,
      waitingFor: "sessions",
    });
  });
  await t.step("it is ready once the read succeeds, and stays ready", async () => {
    error = undefined;
    await until("ready", () => monitor.health().ready);
    assert.deepEqual(monitor.health(), { database: "ok", recording: true, ready: true });
    await until("read again", () => reads.includes("ready"));
    monitor.onWritten(new Error("Disk full"));
    monitor.onWritten(new Error("Disk full"));
    assert.deepEqual(monitor.health(), { database: "failing", recording: false, ready: true });
    monitor.onWritten(undefined);
  });
  await t.step("it logs nothing after the stop", async () => {
    await monitor.stop();
    monitor.onWritten(new Error("Closed"));
    logger.flush();
    const messages = log.trimEnd().split("\n").map((line) => JSON.parse(line).message);
    assert.deepEqual(messages, [
      "database_failing",
      "database_ok",
      "database_failing",
      "database_ok",
    ]);
  });
});
