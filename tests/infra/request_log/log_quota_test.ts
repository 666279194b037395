import assert from "node:assert/strict";
import type { ServiceError } from "../../../domain/errors.ts";
import type { Database } from "../../../infra/database/database.ts";
import { createLogUsageStore } from "../../../infra/database/log_usage_store.ts";
import { createLogQuota } from "../../../infra/request_log/log_quota.ts";
import { DATABASES } from "../../contract/databases.ts";

const NOON = Date.parse("2026-01-31T12:00:00Z");
const MIDNIGHT = Date.parse("2026-02-01T00:00:00Z");

/** Processes that share a database and a clock. */
function createProcesses(database: Database) {
  let now = NOON;
  return {
    set now(time: number) {
      now = time;
    },
    start: () =>
      createLogQuota({
        maxBytes: 1_000,
        store: createLogUsageStore(database, crypto.randomUUID()),
        clock: { now: () => now },
      }),
  };
}

for (const { name, ignore, open } of DATABASES) {
  const test = (guarantee: string, check: (database: Database) => Promise<void>) =>
    Deno.test({
      name: `log quota on ${name}: ${guarantee}`,
      ignore,
      fn: async () => {
        await using opened = await open();
        await check(opened.database);
      },
    });

  test("the quota of a user ends at midnight UTC", async (database) => {
    const processes = createProcesses(database);
    const quota = processes.start();
    quota.add("u1", 999);
    quota.check("u1");
    quota.add("u1", 1);
    quota.check("u2");
    assert.throws(() => quota.check("u1"), (error: ServiceError) => {
      assert.equal(error.code, "rate_limited");
      assert.equal(error.retryAfterSeconds, 12 * 3_600);
      assert.deepEqual(error.members, { resets_at: "2026-02-01T00:00:00.000Z" });
      return true;
    });
    processes.now = MIDNIGHT;
    quota.check("u1");
    assert.equal((await quota.usage("u1")).usedBytes, 0);
  });

  test("bytes that were taken back do not count, also after a restart", async (database) => {
    const processes = createProcesses(database);
    const quota = processes.start();
    quota.add("u1", 600);
    quota.add("u1", 400);
    await quota.synchronize();
    quota.takeBack("u1", 400);
    quota.check("u1");
    await quota.synchronize();
    assert.equal((await processes.start().usage("u1")).usedBytes, 600);
    processes.now = MIDNIGHT;
    await quota.synchronize();
    quota.takeBack("u1", 600);
    assert.equal((await quota.usage("u1")).usedBytes, 0);
  });

  test("processes and restarted processes add up", async (database) => {
    const processes = createProcesses(database);
    const [first, second] = [processes.start(), processes.start()];
    first.add("u1", 400);
    await first.synchronize();
    await first.synchronize();
    second.add("u1", 599);
    await second.synchronize();
    second.check("u1");
    assert.equal((await first.usage("u1")).usedBytes, 999);
    first.add("u1", 1);
    assert.throws(() => first.check("u1"), { code: "rate_limited" });
    await first.synchronize();
    const restarted = processes.start();
    assert.deepEqual(await restarted.usage("u1"), {
      usedBytes: 1_000,
      maxBytes: 1_000,
      resetsAt: MIDNIGHT,
    });
    assert.throws(() => restarted.check("u1"), { code: "rate_limited" });
  });

  test("counts survive a database that is away, and earlier days are deleted", async (database) => {
    const processes = createProcesses(database);
    const quota = processes.start();
    quota.add("u1", 300);
    await database.kysely.schema.alterTable("log_usage").renameTo("away").execute();
    await assert.rejects(quota.synchronize(), { code: "unavailable" });
    await database.kysely.schema.alterTable("away").renameTo("log_usage").execute();
    await quota.synchronize();
    const rows = () => database.kysely.selectFrom("log_usage").select(["day", "bytes"]).execute();
    assert.deepEqual(await rows(), [{ day: "2026-01-31", bytes: 300 }]);
    processes.now = MIDNIGHT;
    await quota.synchronize();
    assert.deepEqual(await rows(), []);
  });
}
