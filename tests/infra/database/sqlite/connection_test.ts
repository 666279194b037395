import assert from "node:assert/strict";
import { openSqlite } from "../../../../infra/database/sqlite/connection.ts";

function temporary() {
  const directory = Deno.makeTempDirSync({ prefix: "mathcalculator-test-" });
  return {
    path: `${directory}/test.db`,
    [Symbol.dispose]: () => Deno.removeSync(directory, { recursive: true }),
  };
}

Deno.test("a commit is synced to a write-ahead log", () => {
  using file = temporary();
  const connection = openSqlite(file.path, false);
  const setting = (name: string) => connection.run(`pragma ${name}`, []).rows[0]![name];
  assert.equal(setting("journal_mode"), "wal");
  const full = 2;
  assert.equal(setting("synchronous"), full);
  connection.close();
});

Deno.test("each statement retries to open a database that cannot be opened", () => {
  using file = temporary();
  Deno.mkdirSync(file.path);
  const connection = openSqlite(file.path, false);
  for (let i = 0; i < 2; i++) {
    assert.throws(() => connection.run("select 1", []), /unable to open database file/);
  }
  Deno.removeSync(file.path);
  assert.equal(connection.run("select 1 as one", []).rows[0]!.one, 1);
  connection.close();
});

Deno.test("a file that is not a database is left unchanged", () => {
  using file = temporary();
  const text = "not a database, ".repeat(100);
  Deno.writeTextFileSync(file.path, text);
  const connection = openSqlite(file.path, false);
  for (let i = 0; i < 2; i++) {
    assert.throws(() => connection.run("select 1", []), /file is not a database/);
  }
  assert.equal(Deno.readTextFileSync(file.path), text);
});

Deno.test("a read-only connection neither writes nor creates the file", () => {
  using file = temporary();
  const reader = openSqlite(file.path, true);
  assert.throws(() => reader.run("select 1", []), /unable to open database file/);
  assert.throws(() => Deno.statSync(file.path), Deno.errors.NotFound);
  const writer = openSqlite(file.path, false);
  writer.run("create table notes (text text)", []);
  assert.throws(
    () => reader.run("insert into notes values ('x')", []),
    /attempt to write a readonly database/,
  );
  assert.deepEqual(reader.run("select * from notes", []).rows, []);
  reader.close();
  writer.close();
});

Deno.test("more statements can be run than the cache holds", () => {
  using file = temporary();
  const connection = openSqlite(file.path, false);
  for (const _ of [1, 2]) {
    for (let i = 0; i < 250; i++) {
      assert.equal(connection.run(`select ${i} as value`, []).rows[0]!.value, i);
    }
  }
  connection.close();
  assert.equal(connection.run("select 3 as value", []).rows[0]!.value, 3);
  connection.close();
});

Deno.test("a statement returns its rows or the number of changed rows", () => {
  using file = temporary();
  const connection = openSqlite(file.path, false);
  connection.run("create table notes (text text)", []);
  assert.deepEqual(connection.run("insert into notes values (?), (?)", ["a", "b"]), {
    rows: [],
    changes: 2,
  });
  const { rows } = connection.run("delete from notes where text = ? returning text", ["a"]);
  assert.equal(rows.length, 1);
  assert.equal(rows[0]!.text, "a");
  connection.close();
});

Deno.test("nothing is read from or written to a file that was deleted, until it is put back", () => {
  using file = temporary();
  const [writer, reader] = [openSqlite(file.path, false), openSqlite(file.path, true)];
  writer.run("create table notes (text text)", []);
  const insert = () => writer.run("insert into notes values ('x')", []);
  const read = () => reader.run("select * from notes", []).rows;
  insert();
  assert.equal(read().length, 1);
  Deno.renameSync(file.path, `${file.path}.away`);
  for (const statement of [insert, read]) assert.throws(statement, /deleted or replaced/);
  Deno.writeTextFileSync(file.path, "");
  for (const statement of [insert, read]) assert.throws(statement, /deleted or replaced/);
  Deno.renameSync(`${file.path}.away`, file.path);
  insert();
  assert.equal(read().length, 2);
  writer.close();
  reader.close();
});
