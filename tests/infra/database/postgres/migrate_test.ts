import assert from "node:assert/strict";
import { migrate } from "../../../../infra/database/migrate.ts";
import { createPostgresDatabase } from "../../../../infra/database/postgres/database.ts";
import { pendingEntry } from "../../../../infra/request_log/pending_entry.ts";
import { run } from "../../../commands/run.ts";
import { makeEarlierLog } from "../../../../testing/earlier_log.ts";
import { logEntry } from "../../../../testing/log_entries.ts";
import { openLogReader } from "../../../../testing/log_reader.ts";
import { holdMigrationLock } from "../../../../testing/migration_lock.ts";
import { createTestDatabase, type TestDatabase } from "../../../../testing/postgres.ts";
import { isIgnored } from "../../../../testing/services.ts";
import { until } from "../../../../testing/until.ts";

const ALL = [
  "001_tables",
  "002_published",
  "003_expiry",
  "004_api_keys",
  "006_log_usage",
  "007_sessions_and_deletion",
  "008_uuid_columns",
];
const TABLES = [
  "api_keys",
  "deleted_users",
  "log_usage",
  "request_log",
  "revocations",
  "sessions",
  "settings",
  "users",
];

function test(name: string, check: (testDatabase: TestDatabase) => Promise<void>): void {
  Deno.test({
    name,
    ignore: isIgnored("postgres"),
    fn: async () => {
      await using testDatabase = await createTestDatabase();
      await check(testDatabase);
    },
  });
}

async function migrateOnce({ url }: TestDatabase): Promise<string[]> {
  const database = createPostgresDatabase({ url, ca: undefined, connections: 2 });
  try {
    return await migrate(database);
  } finally {
    await database.close();
  }
}

async function tableNames(testDatabase: TestDatabase): Promise<unknown[]> {
  const rows = await testDatabase.query(
    "select tablename from pg_tables where schemaname = 'public' order by 1",
  );
  return rows.map(({ tablename }) => tablename).filter((name) => !/^kysely_/.test(String(name)));
}

test("servers that start at the same time on one Postgres apply each migration once", async (testDatabase) => {
  const applied = await Promise.all([1, 2, 3].map(() => migrateOnce(testDatabase)));
  assert.deepEqual(applied.flat(), ALL);
  assert.deepEqual(await tableNames(testDatabase), TABLES);
  assert.deepEqual(await migrateOnce(testDatabase), []);
});

test("migrate() waits for another process beyond the statement time limit", async (testDatabase) => {
  let migrating: Promise<string[]>;
  {
    await using _holder = await holdMigrationLock(testDatabase.url);
    migrating = migrateOnce(testDatabase);
    await until("waiting for the lock", () => hasWaited(testDatabase));
  }
  assert.deepEqual(await migrating, ALL);
});

async function hasWaited(testDatabase: TestDatabase): Promise<boolean> {
  const rows = await testDatabase.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'
     and clock_timestamp() - query_start > interval '2 seconds'`,
  );
  return rows.length > 0;
}

test("concurrent migrate commands on one Postgres all succeed", async (testDatabase) => {
  const env = { DATABASE_URL: testDatabase.url };
  const migrating = [1, 2, 3].map(() => run(["migrate"], { env }));
  const outputs = (await Promise.all(migrating)).map(({ code, stdout, stderr }) =>
    `${code} ${stdout}${stderr}`
  );
  const [applied, ...others] = outputs.sort();
  assert.equal(applied, `0 Applied: ${ALL.join(", ")}\n`);
  assert.deepEqual(others, ["0 Up to date\n", "0 Up to date\n"]);
});

test("migrate() on Postgres throws the error of a failed migration and rolls it back", async (testDatabase) => {
  await testDatabase.query("create table settings (id text)");
  await assert.rejects(migrateOnce(testDatabase), /relation "settings" already exists/);
  assert.deepEqual(await tableNames(testDatabase), ["settings"]);
});

test("migrate() changes the types of an empty log at once, and leaves one with rows", async (testDatabase) => {
  const { url } = testDatabase;
  const database = createPostgresDatabase({ url, ca: undefined, connections: 2 });
  const asInEarlierVersion = async () => {
    await makeEarlierLog(database.kysely);
    await testDatabase.query("delete from kysely_migration where name = '008_uuid_columns'");
  };
  await migrate(database);
  assert.deepEqual(await idTypes(testDatabase), ["uuid", "uuid"]);
  await asInEarlierVersion();
  assert.deepEqual(await migrate(database), ["008_uuid_columns"]);
  assert.deepEqual(await idTypes(testDatabase), ["uuid", "uuid"]);
  await asInEarlierVersion();
  const entry = logEntry();
  await database.insertEntries([pendingEntry(entry)], true);
  assert.deepEqual(await migrate(database), ["008_uuid_columns"]);
  assert.deepEqual(await idTypes(testDatabase), ["text", "text"]);
  assert.deepEqual(await openLogReader(database).find(entry.id), entry);
  await database.close();
});

async function idTypes(testDatabase: TestDatabase): Promise<unknown[]> {
  const rows = await testDatabase.query(
    `select data_type from information_schema.columns
     where table_name = 'request_log' and column_name in ('id', 'user_id')`,
  );
  return rows.map(({ data_type: type }) => type);
}
