import assert from "node:assert/strict";
import { Kysely } from "kysely";
import { migrate } from "../../../infra/database/migrate.ts";
import type { Schema } from "../../../infra/database/schema.ts";
import { createSqliteDialect } from "../../../infra/database/sqlite/dialect.ts";
import { run, temporaryDirectory } from "../../commands/run.ts";
import { startSqlite } from "../../contract/databases.ts";

const ALL = ["001_tables"];
const TABLES = ["request_log", "revocations", "sessions", "settings", "users"];

async function tableNames(database: Kysely<Schema>): Promise<string[]> {
  return (await database.introspection.getTables()).map(({ name }) => name).sort();
}

Deno.test("migrate() makes the tables once, and changes nothing after", async () => {
  await using sqlite = await startSqlite();
  const database = new Kysely<Schema>({ dialect: createSqliteDialect(sqlite.ports) });
  assert.deepEqual(await migrate(database), ALL);
  assert.deepEqual(await tableNames(database), TABLES);
  await database.insertInto("settings").values({ name: "kept", value: "yes" }).execute();
  assert.deepEqual(await migrate(database), []);
  assert.deepEqual(await tableNames(database), TABLES);
  assert.equal((await database.selectFrom("settings").selectAll().execute()).length, 1);
});

Deno.test("servers that start together on one file migrate it once", async () => {
  await using first = await startSqlite();
  await using second = await startSqlite(first.dataDir);
  await using third = await startSqlite(first.dataDir);
  const databases = [first, second, third].map(({ ports }) =>
    new Kysely<Schema>({ dialect: createSqliteDialect(ports) })
  );
  const applied = await Promise.all(databases.map((database) => migrate(database)));
  assert.deepEqual(applied.flat(), ALL);
  for (const database of databases) assert.deepEqual(await tableNames(database), TABLES);
});

Deno.test("processes that migrate one file at the same time all succeed", async () => {
  using directory = temporaryDirectory();
  const migrating = [1, 2, 3].map(() => run(["migrate"], { env: { DATA_DIR: directory.path } }));
  const told = (await Promise.all(migrating)).map(({ code, stdout, stderr }) =>
    `${code} ${stdout}${stderr}`
  );
  const [applied, ...others] = told.sort();
  assert.equal(applied, "0 Applied: 001_tables\n");
  assert.deepEqual(others, ["0 Up to date\n", "0 Up to date\n"]);
});

Deno.test("migrate() tells why it cannot", async () => {
  await using sqlite = await startSqlite();
  const database = new Kysely<Schema>({ dialect: createSqliteDialect(sqlite.ports) });
  await database.schema.createTable("users").addColumn("id", "text").execute();
  await assert.rejects(migrate(database), /table "users" already exists/);
  assert.deepEqual(await tableNames(database), ["users"]);
});
