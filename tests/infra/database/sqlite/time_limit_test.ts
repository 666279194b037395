import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { DATABASE_FILE } from "../../../../composition/supervisor.ts";
import { connectSqlite, createSqliteDialect } from "../../../../infra/database/sqlite/dialect.ts";
import { startSqlite } from "../../../contract/databases.ts";
import { createHeldPort } from "./held_port.ts";

interface Tables {
  notes: { text: string };
}

/** A database with a short statement limit whose writer can be held. */
async function openWithHeldWriter(statementMs: number) {
  const sqlite = await startSqlite();
  createTable(sqlite.dataDir);
  const writer = createHeldPort(sqlite.ports.writer);
  const ports = { ...sqlite.ports, writer: writer.near };
  const database = new Kysely<Tables>({
    dialect: createSqliteDialect(connectSqlite(ports), { statementMs, lockMs: 0 }),
  });
  return {
    database,
    writer,
    note: async (text: string) => {
      await database.insertInto("notes").values({ text }).execute();
    },
    notes: async () => {
      const rows = await database.selectFrom("notes").select("text").orderBy("text").execute();
      return rows.map(({ text }) => text);
    },
    [Symbol.asyncDispose]: async () => {
      writer.close();
      await sqlite[Symbol.asyncDispose]();
    },
  };
}

/** Without the statement limit, which the first statement may exceed on a busy machine. */
function createTable(dataDir: string): void {
  using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`);
  database.exec("create table notes (text text not null)");
}

const TOO_LATE = { message: "No answer from SQLite within 300 ms" };

Deno.test("a statement without a reply fails after the time limit, and reads continue", async () => {
  await using held = await openWithHeldWriter(300);
  await held.note("before");
  held.writer.hold();
  await assert.rejects(held.note("late"), TOO_LATE);
  assert.deepEqual(await held.notes(), ["before"]);
  held.writer.release();
  await held.note("next");
  assert.deepEqual(await held.notes(), ["before", "late", "next"]);
});

Deno.test("writes after a transaction whose begin timed out are committed", async () => {
  await using held = await openWithHeldWriter(300);
  held.writer.hold();
  const failing = held.database.transaction().execute(() => Promise.resolve());
  await assert.rejects(failing, TOO_LATE);
  held.writer.release();
  await held.note("after");
  assert.deepEqual(await held.notes(), ["after"]);
  await held.database.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ text: "in a transaction" }).execute();
  });
  assert.deepEqual(await held.notes(), ["after", "in a transaction"]);
});

Deno.test("a transaction with a statement that timed out is rolled back", async () => {
  await using held = await openWithHeldWriter(300);
  const failing = held.database.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ text: "undone" }).execute();
    held.writer.hold();
    await transaction.insertInto("notes").values({ text: "late" }).execute()
      .finally(() => held.writer.release());
  });
  await assert.rejects(failing, TOO_LATE);
  await held.note("after");
  assert.deepEqual(await held.notes(), ["after"]);
});

Deno.test("a write that waits too long for an open transaction fails and is never executed", async () => {
  await using held = await openWithHeldWriter(300);
  const { database } = held;
  const inTransaction = (text: string) =>
    database.transaction().execute(async (transaction) => {
      await transaction.insertInto("notes").values({ text }).execute();
    });
  await database.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ text: "first" }).execute();
    await Promise.all([
      assert.rejects(held.note("late"), TOO_LATE),
      assert.rejects(inTransaction("late"), TOO_LATE),
    ]);
    await transaction.insertInto("notes").values({ text: "last" }).execute();
  });
  await held.note("next");
  await inTransaction("then");
  assert.deepEqual(await held.notes(), ["first", "last", "next", "then"]);
});

Deno.test("a write queued behind one that timed out still waits for the open transaction", async () => {
  await using held = await openWithHeldWriter(300);
  let later: Promise<void> | undefined;
  const failing = held.database.transaction().execute(async (transaction) => {
    await transaction.insertInto("notes").values({ text: "undone" }).execute();
    await assert.rejects(held.note("late"), TOO_LATE);
    later = held.note("later");
    await transaction.selectFrom("notes").selectAll().execute();
    throw new Error("rolled back");
  });
  await assert.rejects(failing, { message: "rolled back" });
  await later;
  assert.deepEqual(await held.notes(), ["later"]);
});
