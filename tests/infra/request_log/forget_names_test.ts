import assert from "node:assert/strict";
import { DELETED_USERNAME } from "../../../domain/accounts/types.ts";
import type { LogEntry } from "../../../domain/log_entry.ts";
import type { Database } from "../../../infra/database/database.ts";
import { forgetNames, forgetStoredNames } from "../../../infra/request_log/forget_names.ts";
import { insertEntries } from "../../../infra/request_log/insert_entries.ts";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { openLogReader } from "../../../testing/log_reader.ts";
import { LOG_DATABASES } from "../../contract/databases.ts";

const ADA = "00000000-0000-7000-8000-00000000000a";
const BOB = "00000000-0000-7000-8000-00000000000b";
const DAY_MS = 86_400_000;

for (const { name, ignore, open } of LOG_DATABASES) {
  Deno.test({
    name: `on ${name} the names of deleted users leave the log, and nothing else does`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      const key = { key: BOB, key_name: "Ada's laptop" };
      const entries = Array.from(
        { length: 250 },
        (_, index) => logEntry({ user: ADA, username: "ada", ...(index % 2 === 0 && key) }),
      );
      const kept = logEntry({ user: BOB, username: "bob", ...key });
      await insert(database, [...entries, kept]);
      assert.equal(await forgetNames(database, Date.now()), 0);
      await markDeleted(database, Date.now());
      assert.equal(await forgetNames(database, Date.now()), 250);
      const expected = entries.map((entry) => nameless(entry));
      const found = await openLogReader(database).page({ limit: 999 });
      assert.deepEqual(found.toReversed(), [...expected, kept]);
      assert.equal(await forgetNames(database, Date.now()), 0);
    },
  });

  Deno.test({
    name: `on ${name} entries recorded up to a day after the deletion lose the name, too`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      const now = Date.now();
      await markDeleted(database, now);
      await forgetNames(database, now);
      await insert(database, [logEntry({ user: ADA })]);
      assert.equal(await forgetNames(database, now + DAY_MS - 1), 1);
      await insert(database, [logEntry({ user: ADA })]);
      assert.equal(await forgetNames(database, now + DAY_MS), 0);
    },
  });

  Deno.test({
    name: `on ${name} stored entries lose the names of deleted users whenever they arrive`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      await markDeleted(database, 0);
      const entries = [logEntry({ user: ADA }), logEntry({ user: BOB, username: "bob" })];
      await insert(database, entries);
      await forgetStoredNames(database, entries.map(pendingEntry));
      const names = (await openLogReader(database).page({ limit: 9 })).map((each) => each.username);
      assert.deepEqual(names, ["bob", DELETED_USERNAME]);
    },
  });
}

Deno.test("an entry that is damaged does not keep the names of others in the log", async () => {
  await using opened = await LOG_DATABASES[0]!.open();
  const { database } = opened;
  const entries = [logEntry({ user: ADA }), logEntry({ user: ADA }), logEntry({ user: ADA })];
  await insert(database, entries);
  await database.kysely.updateTable("request_log").set({ entry: "{" })
    .where("id", "=", entries[1]!.id).execute();
  await markDeleted(database, Date.now());
  assert.equal(await forgetNames(database, Date.now()), 2);
});

async function insert(database: Database, entries: readonly LogEntry[]): Promise<void> {
  await insertEntries(database, { published: true })(entries.map(pendingEntry));
}

async function markDeleted({ kysely }: Database, now: number): Promise<void> {
  await kysely.insertInto("deleted_users")
    .values({ id: ADA, deleted_at_ms: now, forgotten_at_ms: null }).execute();
}

function nameless(entry: LogEntry): LogEntry {
  return {
    ...entry,
    username: DELETED_USERNAME,
    ...(entry.key_name !== undefined && { key_name: DELETED_USERNAME }),
  };
}
