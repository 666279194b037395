import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createConsumerService } from "../../composition/consumer_service.ts";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { parseConfig } from "../../infra/config/parse_config.ts";
import { createSqliteDatabase } from "../../infra/database/sqlite/database.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { createMemoryTopic } from "../../testing/memory_topic.ts";
import { until } from "../../testing/until.ts";
import { startSqlite } from "../contract/databases.ts";

const INFO = { remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 } } as const;

Deno.test("a consumer is ready only while its database can be read", async (t) => {
  await using sqlite = await startSqlite();
  const service = createConsumerService({
    config: parseConfig({}, 1),
    database: createSqliteDatabase(sqlite.ports),
    topic: createMemoryTopic(),
    logger: createLogger({ level: "error", format: "json", write() {} }),
    checkEveryMs: 50,
  });
  using file = new DatabaseSync(`${sqlite.dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });

  await t.step("it migrates, and is ready", async () => {
    await service.start();
    assert.deepEqual(service.health(), {
      database: "ok",
      cache: "off",
      events: "ok",
      recording: true,
      ready: true,
    });
    const response = await service.fetch(new Request("http://localhost/health/ready"), INFO);
    assert.equal(response.status, 200);
  });
  await t.step(
    "it is not ready when the table is gone, although the topic takes events",
    async () => {
      file.exec("alter table request_log rename to away");
      await until("not ready", () => !service.health().ready);
      assert.deepEqual(service.health(), {
        database: "failing",
        cache: "off",
        events: "ok",
        recording: false,
        ready: false,
        waitingFor: "database",
      });
      const response = await service.fetch(new Request("http://localhost/health/ready"), INFO);
      assert.deepEqual([response.status, await response.json()], [
        503,
        { status: "unavailable", waiting_for: "database" },
      ]);
    },
  );
  await t.step("it is ready again when the table is back", async () => {
    file.exec("alter table away rename to request_log");
    await until("ready again", () => service.health().ready);
  });
  await service.stop();
});
