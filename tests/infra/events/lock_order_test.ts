// @ts-types="@types/pg"
import { Client } from "pg";
import assert from "node:assert/strict";
import { purgeLog } from "../../../infra/database/purge_log.ts";
import { createPostgresDatabase } from "../../../infra/database/postgres/database.ts";
import type { Database } from "../../../infra/database/database.ts";
import { migrate } from "../../../infra/database/migrate.ts";
import { createRelay } from "../../../infra/events/relay.ts";
import { forgetNames } from "../../../infra/request_log/forget_names.ts";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { createMemoryTopic } from "../../../testing/memory_topic.ts";
import { createTestDatabase } from "../../../testing/postgres.ts";
import { isIgnored } from "../../../testing/services.ts";
import { until } from "../../../testing/until.ts";

const ROWS = 20;
const NEVER = new AbortController().signal;

/** Everything that writes several rows of the request log, besides the insertion of entries. */
const WRITERS: readonly (readonly [
  name: string,
  published: boolean,
  write: (database: Database) => Promise<unknown>,
])[] = [
  ["the relay", false, (database) => {
    const producer = createMemoryTopic().createProducer();
    const deadLetters = { write: () => Promise.resolve() };
    return createRelay({ database, producer, deadLetters }).pass(NEVER);
  }],
  ["forgetting names", true, async (database) => {
    const now = Date.now();
    await database.kysely.insertInto("deleted_users")
      .values({ id: logEntry().user, deleted_at_ms: now, forgotten_at_ms: null })
      .onConflict((conflict) => conflict.doNothing()).execute();
    await forgetNames(database, now);
  }],
  [
    "the purge",
    true,
    (database) => purgeLog(database, { before: Date.now() + 60_000, keepUnpublished: false }),
  ],
];

for (const [name, published, write] of WRITERS) {
  Deno.test({
    name: `${name} locks rows in the order of their ids, whatever their order in the table`,
    ignore: isIgnored("postgres"),
    fn: async () => {
      await using testDatabase = await createTestDatabase();
      const { url } = testDatabase;
      const database = createPostgresDatabase({ url, ca: undefined, connections: 5 });
      await migrate(database);
      const entries = Array.from({ length: ROWS }, () => pendingEntry(logEntry()));
      for (const entry of entries.toReversed()) await database.insertEntries([entry], published);
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query("begin");
      await other.query("select from request_log where id = $1 for update", [entries[0]!.id]);
      let isDone = false;
      const writing = writeUntil(() => isDone);
      await until("the writer waits", async () => (await testDatabase.query(WAITING)).length === 1)
        .finally(() => isDone = true);
      const { rowCount } = await other.query("select from request_log for update skip locked");
      await other.query("rollback");
      await writing;
      await other.end();
      await database.close();
      assert.equal(rowCount, ROWS, "the writer has locked rows behind the one it waits for");

      /** Its statement may time out before it is seen. */
      async function writeUntil(isDone: () => boolean): Promise<void> {
        while (!isDone()) await write(database).catch(() => {});
      }
    },
  });
}

const WAITING = `
  select from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;
