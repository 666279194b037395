import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryText } from "../../../../testing/arbitrary_text.ts";
import { Kysely, sql } from "kysely";
import { connectSqlite, createSqliteDialect } from "../../../../infra/database/sqlite/dialect.ts";
import { createHeldPort } from "./held_port.ts";
import { startSqlite } from "../../../contract/databases.ts";

const LIMITS = { statementMs: 10_000, lockMs: 0 };

interface Tables {
  counters: { name: string; value: number };
  parents: { id: number };
  children: { parent_id: number };
}

async function openTables() {
  const sqlite = await startSqlite();
  const reader = createHeldPort(sqlite.ports.reader);
  const ports = { ...sqlite.ports, reader: reader.near };
  const database = new Kysely<Tables>({
    dialect: createSqliteDialect(connectSqlite(ports), LIMITS),
  });
  await sql`create table counters (name text primary key, value integer not null)`
    .execute(database);
  await sql`create table parents (id integer primary key)`.execute(database);
  await sql`create table children (parent_id integer not null
    references parents (id) deferrable initially deferred)`.execute(database);
  return {
    database,
    reader,
    add: async (name: string, value = 0) => {
      await database.insertInto("counters").values({ name, value }).execute();
    },
    names: async () => {
      const rows = await database.selectFrom("counters").select("name").orderBy("name").execute();
      return rows.map(({ name }) => name);
    },
    [Symbol.asyncDispose]: async () => {
      reader.close();
      await sqlite[Symbol.asyncDispose]();
    },
  };
}

Deno.test("text without NUL is read as it was written", async () => {
  await using tables = await openTables();
  const text = arbitraryText().filter((written) => !written.includes("\0"));
  const check = fc.asyncProperty(text, async (name) => {
    await tables.database.deleteFrom("counters").execute();
    await tables.add(name);
    assert.deepEqual(await tables.names(), [name]);
  });
  await fc.assert(check, { numRuns: 30 });
});

Deno.test("a write returns the number of changed rows, or rows with a returning clause", async () => {
  await using tables = await openTables();
  const { database } = tables;
  for (const name of ["a", "b", "c"]) await tables.add(name);
  const updated = await database.updateTable("counters").set({ value: 7 })
    .where("name", "in", ["a", "b", "x"]).executeTakeFirst();
  assert.equal(updated.numUpdatedRows, 2n);
  const returned = await database.deleteFrom("counters").where("name", "=", "a").returningAll()
    .execute();
  assert.deepEqual(returned, [{ name: "a", value: 7 }]);
});

Deno.test("reads see committed writes and no open transaction", async () => {
  await using tables = await openTables();
  const { database } = tables;
  for (let i = 0; i < 20; i++) {
    await tables.add(`row ${i}`);
    assert.equal((await tables.names()).length, i + 1);
  }
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("counters").execute();
    assert.deepEqual(await transaction.selectFrom("counters").selectAll().execute(), []);
    assert.equal((await tables.names()).length, 20);
  });
  assert.deepEqual(await tables.names(), []);
});

Deno.test("a failed transaction is rolled back and rethrows its error", async () => {
  await using tables = await openTables();
  const { database } = tables;
  const failure = new Error("changed my mind");
  const failing = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("counters").values({ name: "gone", value: 1 }).execute();
    throw failure;
  });
  await assert.rejects(failing, failure);
  assert.deepEqual(await tables.names(), []);
  await tables.add("kept");
  assert.deepEqual(await tables.names(), ["kept"]);
});

Deno.test("a write outside a transaction waits for the open one", async () => {
  await using tables = await openTables();
  const { database } = tables;
  let plain: Promise<void> | undefined;
  const failing = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("counters").values({ name: "undone", value: 1 }).execute();
    plain = tables.add("plain");
    await transaction.selectFrom("counters").selectAll().execute();
    throw new Error("rolled back");
  });
  await assert.rejects(failing, { message: "rolled back" });
  await plain;
  assert.deepEqual(await tables.names(), ["plain"]);
});

Deno.test("a write outside a transaction waits for the rollback after a failed commit", async () => {
  await using tables = await openTables();
  const { database } = tables;
  let plain: Promise<void> | undefined;
  const failing = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("children").values({ parent_id: 1 }).execute();
    plain = tables.add("plain");
  });
  await assert.rejects(failing, /FOREIGN KEY constraint failed/);
  await plain;
  assert.deepEqual(await tables.names(), ["plain"]);
});

Deno.test("transactions are serialized, so that no update is lost", async () => {
  await using tables = await openTables();
  const { database } = tables;
  await tables.add("count");
  const increment = () =>
    database.transaction().execute(async (transaction) => {
      const { value } = await transaction.selectFrom("counters").select("value")
        .executeTakeFirstOrThrow();
      await transaction.updateTable("counters").set({ value: value + 1 }).execute();
    });
  await Promise.all(Array.from({ length: 50 }, increment));
  const { value } = await database.selectFrom("counters").select("value").executeTakeFirstOrThrow();
  assert.equal(value, 50);
});

Deno.test("a transaction rolled back by SQLite throws the error of SQLite", async () => {
  await using tables = await openTables();
  const { database } = tables;
  await sql`create trigger refuse before insert on counters
    begin select raise(rollback, 'no more'); end`.execute(database);
  const failing = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("counters").values({ name: "a", value: 1 }).execute();
  });
  await assert.rejects(failing, /no more/);
  await sql`drop trigger refuse`.execute(database);
  await tables.add("kept");
  assert.deepEqual(await tables.names(), ["kept"]);
});

Deno.test("a long read does not block writes", async () => {
  await using tables = await openTables();
  tables.reader.hold();
  const reading = tables.names();
  await tables.add("written");
  await tables.database.transaction().execute(async (transaction) => {
    await transaction.updateTable("counters").set({ value: 1 }).execute();
  });
  tables.reader.release();
  assert.deepEqual(await reading, ["written"]);
});

Deno.test("streaming is rejected", async () => {
  await using tables = await openTables();
  const rows = tables.database.selectFrom("counters").selectAll().stream();
  await assert.rejects(() => rows.next(), /Cannot stream/);
  await tables.database.destroy();
});
