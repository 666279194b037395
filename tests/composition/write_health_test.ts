import assert from "node:assert/strict";
import { queryPostgres } from "../../testing/postgres.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { IGNORE_BACKENDS } from "../../testing/backends.ts";
import { newTopic, openTopic } from "../../testing/kafka.ts";
import { lockTable } from "../../testing/locked_table.ts";
import { addressOf, isIgnored } from "../../testing/services.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

/** The longest time until a probe finds a fault, and as much again for a busy machine. */
const FOUND_WITHIN_MS = 30_000;

const databaseOf = (app: TestService) => app.service.health().database;

const FAULTS = [
  {
    name: "the table of entries is locked",
    during: async (url: string, work: () => Promise<void>) => {
      await using _ = await lockTable(url, "request_log");
      await work();
    },
  },
  {
    name: "the table of entries is missing",
    during: async (url: string, work: () => Promise<void>) => {
      await queryPostgres(url, "alter table request_log rename to elsewhere");
      await work();
      await queryPostgres(url, "alter table elsewhere rename to request_log");
    },
  },
  {
    name: "the database is read-only",
    during: async (url: string, work: () => Promise<void>) => {
      await setReadOnly(url, "on");
      await work();
      await setReadOnly(url, "off");
    },
  },
];

for (const { name, during } of FAULTS) {
  Deno.test({
    name: `without a consumer, the database of a server with Kafka is failing while ${name}`,
    ignore: IGNORE_BACKENDS,
    fn: async () => {
      await using database = await createTestDatabase();
      await using topic = newTopic();
      await using _topic = await openTopic(topic.settings);
      await using app = await startTestService({
        config: { ...topic.settings, databaseUrl: database.url, consumer: false },
      });
      await until("ok", () => databaseOf(app) === "ok");
      const { token } = await app.newUser();
      await during(database.url, async () => {
        await until("failing", () => databaseOf(app) === "failing", FOUND_WITHIN_MS);
        assert.equal((await app.post("/factorial", { n: 5 }, token)).status, 200);
        assert.equal((await app.get("/health")).status, 200, "the topic records answers");
      });
      await until("ok again", () => databaseOf(app) === "ok", FOUND_WITHIN_MS);
    },
  });
}

Deno.test({
  name: "health does not flap while the table of entries is locked",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using database = await createTestDatabase();
    await using app = await startTestService({ config: { databaseUrl: database.url } });
    const { token } = await app.newUser();
    {
      await using _ = await lockTable(database.url, "request_log");
      for (let round = 0; round < 3; round++) {
        assert.equal((await app.post("/factorial", { n: 5 }, token)).status, 503);
      }
    }
    await until("ok again", () => databaseOf(app) === "ok", FOUND_WITHIN_MS);
    const changes = app.logLines().map(({ message }) => String(message))
      .filter((message) => message.startsWith("database_"));
    assert.deepEqual(changes, ["database_failing", "database_ok"]);
  },
});

/** Also ends the sessions of the service, whose setting would stay as it was. */
async function setReadOnly(url: string, state: "on" | "off"): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await queryPostgres(
    addressOf("postgres"),
    `alter database ${name} set default_transaction_read_only = ${state};
     select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
}
