import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type Kysely, sql } from "kysely";
import { migrate } from "../../../infra/database/migrate.ts";
import type { Schema } from "../../../infra/database/schema.ts";
import { createSqliteDatabase } from "../../../infra/database/sqlite/database.ts";
import { startSqlite, startSqliteIsolates } from "../../contract/databases.ts";
import { DATABASE_FILE } from "../../../composition/supervisor.ts";
import { until } from "../../../testing/until.ts";
import { createHeldPort } from "./sqlite/held_port.ts";

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

async function tableNames(database: Kysely<Schema>): Promise<string[]> {
  return (await database.introspection.getTables()).map(({ name }) => name).sort();
}

Deno.test("migrate() creates the tables once", async () => {
  await using sqlite = await startSqlite();
  const database = createSqliteDatabase(sqlite.ports);
  assert.deepEqual(await migrate(database), ALL);
  assert.deepEqual(await tableNames(database.kysely), TABLES);
  await database.kysely.insertInto("settings").values({ name: "kept", value: "yes" }).execute();
  assert.deepEqual(await migrate(database), []);
  assert.deepEqual(await tableNames(database.kysely), TABLES);
  assert.equal((await database.kysely.selectFrom("settings").selectAll().execute()).length, 1);
});

Deno.test("servers that start at the same time on one file apply each migration once", async () => {
  await using first = await startSqliteIsolates();
  await using second = await startSqliteIsolates(first.dataDir);
  await using third = await startSqliteIsolates(first.dataDir);
  const databases = [first, second, third].map(({ ports }) => createSqliteDatabase(ports));
  const applied = await Promise.all(databases.map((database) => migrate(database)));
  assert.deepEqual(applied.flat(), ALL);
  for (const database of databases) assert.deepEqual(await tableNames(database.kysely), TABLES);
});

Deno.test("the statement time limit does not apply to migrations", async () => {
  await using sqlite = await startSqlite();
  const writer = createHeldPort(sqlite.ports.writer);
  const ports = { ...sqlite.ports, writer: writer.near };
  const database = createSqliteDatabase(ports, { statementMs: 300, lockMs: 0 });
  const migrating = migrate(database, writer.hold);
  await until("the migration has started", () => writer.sent === 2);
  const other = sql`select 1`.execute(database.kysely);
  await assert.rejects(other, { message: "No answer from SQLite within 300 ms" });
  writer.release();
  assert.deepEqual(await migrating, ALL);
  writer.close();
});

Deno.test("migrate() waits for another writer beyond SQLite's busy timeout", async () => {
  await using sqlite = await startSqliteIsolates();
  const writer = createHeldPort(sqlite.ports.writer);
  const database = createSqliteDatabase({ ...sqlite.ports, writer: writer.near });
  using other = new DatabaseSync(`${sqlite.dataDir}/${DATABASE_FILE}`);
  other.exec("begin immediate");
  const migrating = migrate(database);
  await until("SQLite has given up once", () => writer.sent === 3);
  other.exec("rollback");
  assert.deepEqual(await migrating, ALL);
  writer.close();
});

Deno.test("migrate() throws the error of a failed migration and rolls it back", async () => {
  await using sqlite = await startSqlite();
  const database = createSqliteDatabase(sqlite.ports);
  await database.kysely.schema.createTable("users").addColumn("id", "text").execute();
  await assert.rejects(migrate(database), /table "users" already exists/);
  assert.deepEqual(await tableNames(database.kysely), ["users"]);
});

Deno.test("migrate() says that a database was made by a later version", async () => {
  await using sqlite = await startSqlite();
  const database = createSqliteDatabase(sqlite.ports);
  await migrate(database);
  const later = sql`insert into kysely_migration values ('999_later', '2030-01-01')`;
  await later.execute(database.kysely);
  await assert.rejects(migrate(database), /made by a later version .*"999_later"/);
});
