import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { type Program, startReadyProgram } from "../../testing/program.ts";
import { coverageEnvironment, run, temporaryDirectory } from "./run.ts";

function serve(dataDir: string): Promise<Program> {
  return startReadyProgram({ form: "bundled", dataDir, env: coverageEnvironment() });
}

/** Permissions of every file in a directory. */
function modes(path: string): Record<string, string> {
  const files = [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  return Object.fromEntries(
    files.map((name) => [name, (Deno.statSync(`${path}/${name}`).mode! & 0o777).toString(8)]),
  );
}

Deno.test("a backup made under load holds every earlier answer, and restore brings it back", async (t) => {
  using directory = temporaryDirectory();
  const dataDir = `${directory.path}/data`;
  const file = `${directory.path}/backup.db`;
  const verb = (name: string) => run([name, "--data-dir", dataDir, file]);
  let token = "";
  let before = new Set<string>();
  let later: string[] = [];

  {
    await using program = await serve(dataDir);
    token = (await program.newUser()).token;
    before = new Set(await ask(program, token, 40));

    await t.step("the database, its log and the lock belong to their owner only", () => {
      const names = ["", "-shm", "-wal", ".lock"].map((suffix) => DATABASE_FILE + suffix);
      assert.deepEqual(modes(dataDir), Object.fromEntries(names.map((name) => [name, "600"])));
    });
    await t.step("backup copies and checks the database while the service writes", async () => {
      let copied = false;
      const copying = verb("backup").finally(() => copied = true);
      while (!copied) later.push(...await ask(program, token, 10));
      const { code, stdout, stderr } = await copying;
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(
        stdout,
        /^Backed up to .*backup\.db: \d+ log entries, schema \d+_\w+, integrity/,
      );
      assert.equal((Deno.statSync(file).mode! & 0o777).toString(8), "600");
    });
    await t.step("backup does not overwrite a file", async () => {
      const { code, stderr } = await verb("backup");
      assert.equal(code, 2);
      assert.match(stderr, /backup\.db" exists: choose a new name/);
    });
    await t.step("restore refuses while the service uses the database", async () => {
      const { code, stderr } = await verb("restore");
      assert.equal(code, 2);
      assert.match(stderr, /another process is using its database; stop it first/);
    });
    await t.step("the service has lost nothing", async () => {
      later = [...later, ...await ask(program, token, 1)];
      const logged = new Set((await program.entries(token)).map(({ id }) => id));
      assert.deepEqual(new Set([...before, ...later]).difference(logged), new Set());
    });
    await program.end("SIGKILL");
  }

  await t.step("restore replaces a damaged database and keeps it beside the new one", async () => {
    Deno.writeTextFileSync(`${dataDir}/${DATABASE_FILE}`, "damaged");
    const { code, stdout } = await verb("restore");
    assert.equal(code, 0);
    assert.match(stdout, /^Restored .*\nThe previous database is .*\.replaced until/);
    const previous = Deno.readTextFileSync(`${dataDir}/${DATABASE_FILE}.replaced`);
    assert.equal(previous, "damaged");
  });
  await t.step("the restored database has every answer from before the backup", async () => {
    await using program = await serve(dataDir);
    const logged = new Set((await program.entries(token)).map(({ id }) => id));
    assert.deepEqual(before.difference(logged), new Set());
    assert.equal((await ask(program, token, 1)).length, 1);
    assert.ok(Object.values(modes(dataDir)).every((mode) => mode === "600"));
  });
});

Deno.test("restore refuses what is no backup and leaves the database as it is", async (t) => {
  using directory = temporaryDirectory();
  const { path } = directory;
  const dataDir = `${path}/data`;
  const database = `${dataDir}/${DATABASE_FILE}`;
  const env = { DATA_DIR: dataDir };
  assert.equal((await run(["migrate"], { env })).code, 0);
  const good = `${path}/good.db`;
  assert.equal((await run(["backup", good], { env })).code, 0);
  const untouched = Deno.readFileSync(database);

  async function refused(file: string, pattern: RegExp): Promise<void> {
    const { code, stderr } = await run(["restore", file], { env });
    assert.notEqual(code, 0);
    assert.match(stderr, pattern);
    assert.deepEqual(Deno.readFileSync(database), untouched);
    assert.deepEqual(Object.keys(modes(dataDir)), [DATABASE_FILE, `${DATABASE_FILE}.lock`]);
  }

  await t.step("a missing file", () => refused(`${path}/absent.db`, /No backup found at /));
  await t.step("a file that is no database", async () => {
    Deno.writeTextFileSync(`${path}/text.db`, "text ".repeat(1_000));
    await refused(`${path}/text.db`, /Cannot use ".*text\.db": file is not a database/);
  });
  await t.step("a database of another program", async () => {
    using other = new DatabaseSync(`${path}/other.db`);
    other.exec("create table t (x)");
    await refused(`${path}/other.db`, /It is not a database of this program/);
  });
  await t.step("a damaged backup", async () => {
    const bytes = Deno.readFileSync(good);
    bytes.fill(0xff, 2 * 4_096, 4 * 4_096);
    Deno.writeFileSync(`${path}/damaged.db`, bytes);
    await refused(`${path}/damaged.db`, /Cannot use ".*damaged\.db": .*(damaged|malformed)/);
  });
  await t.step("a backup made by a later version", async () => {
    Deno.copyFileSync(good, `${path}/later.db`);
    using later = new DatabaseSync(`${path}/later.db`);
    later.exec("insert into kysely_migration values ('999_later', '2030-01-01')");
    await refused(`${path}/later.db`, /made by a later version .*"999_later"/);
  });
});

Deno.test("restore into a directory without a database leaves only what it restores", async (t) => {
  using directory = temporaryDirectory();
  const { path } = directory;
  const restore = (file: string) => run(["restore", "--data-dir", `${path}/new`, file]);

  await t.step("no database after a file that is no database", async () => {
    Deno.writeTextFileSync(`${path}/text.db`, "text ".repeat(1_000));
    assert.notEqual((await restore(`${path}/text.db`)).code, 0);
    assert.deepEqual(Object.keys(modes(`${path}/new`)), [`${DATABASE_FILE}.lock`]);
  });
  await t.step("no previous database after a backup", async () => {
    const data = `${path}/data`;
    assert.equal((await run(["migrate"], { env: { DATA_DIR: data } })).code, 0);
    assert.equal((await run(["backup", "--data-dir", data, `${path}/good.db`])).code, 0);
    assert.equal((await restore(`${path}/good.db`)).code, 0);
    assert.deepEqual(
      Object.keys(modes(`${path}/new`)),
      [DATABASE_FILE, `${DATABASE_FILE}.lock`],
    );
  });
});

Deno.test("restore applies the write-ahead log beside a copied database", async () => {
  using directory = temporaryDirectory();
  const { path } = directory;
  const env = { DATA_DIR: `${path}/data` };
  assert.equal((await run(["migrate"], { env })).code, 0);
  using writer = new DatabaseSync(`${path}/data/${DATABASE_FILE}`);
  writer.exec("insert into settings values ('kept', 'yes')");
  for (const suffix of ["", "-wal"]) {
    Deno.copyFileSync(`${path}/data/${DATABASE_FILE}${suffix}`, `${path}/copy.db${suffix}`);
  }
  assert.equal((await run(["restore", `${path}/copy.db`], { env })).code, 0);
  using restored = new DatabaseSync(`${path}/data/${DATABASE_FILE}`);
  assert.equal(restored.prepare("select value from settings").get()?.value, "yes");
});

Deno.test("backup refuses a directory without a database, and creates none", async () => {
  using directory = temporaryDirectory();
  const { code, stderr } = await run(["backup", "--data-dir", directory.path, "unused.db"]);
  assert.equal(code, 2);
  assert.match(stderr, /Nothing to back up: ".*mathcalculator\.db" does not exist/);
  assert.deepEqual([...Deno.readDirSync(directory.path)], []);
});

Deno.test("backup and restore name the tools of Postgres when it is configured", async () => {
  const env = { DATABASE_URL: "postgres://mathcalculator@127.0.0.1:1/mathcalculator" };
  for (const [verb, tool] of [["backup", "pg_dump"], ["restore", "pg_restore"]] as const) {
    const { code, stderr } = await run([verb, "file.db"], { env });
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`DATABASE_URL: the database is Postgres; use ${tool}`));
  }
});

/** Calculates answers one after another and returns their ids. */
async function ask(program: Program, token: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const response = await program.post("/factorial", { n: ids.length }, token);
    const { id, detail } = await response.json();
    assert.equal(response.status, 200, detail);
    ids.push(id);
  }
  return ids;
}
