import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { type Program, runProgram, startProgram } from "../../testing/program.ts";
import { programCommand } from "../../testing/program_command.ts";
import { until } from "../../testing/until.ts";

Deno.test("a start that cannot succeed fails immediately with the reason", async (t) => {
  await using directory = await makeDirectory();
  const file = `${directory.path}/file`;
  await Deno.writeTextFile(file, "");
  await using running = await startProgram();
  const { port } = running;
  const cases: Readonly<Record<string, readonly [code: number, args: string[], reason: RegExp]>> = {
    "the port is in use": [
      1,
      ["--port", String(port)],
      ending(`127.0.0.1:${port}: Address already`),
    ],
    "the address belongs to another machine": [1, ["--host", "192.0.2.1"], ending("192.0.2.1:0: ")],
    "the host is unknown": [1, ["--host", "host.invalid"], ending("host.invalid:0: ")],
    "the data directory is a file": [
      2,
      ["--data-dir", file],
      ending(`DATA_DIR: cannot use "${file}"`),
    ],
    "the data directory is below a file": [2, ["--data-dir", `${file}/data`], ending("DATA_DIR: ")],
  };
  for (const [name, [code, args, reason]] of Object.entries(cases)) {
    await t.step(name, async () => {
      const finished = await runProgram(["serve", "--port", "0", ...args], {
        env: { DATA_DIR: `${directory.path}/data`, LOG_LEVEL: "error" },
      });
      assert.equal(finished.code, code);
      assert.match(finished.stderr, reason);
      assert.equal(finished.stdout, "");
    });
  }
  await t.step("the running server is not affected", async () => {
    await running.newUser();
  });
});

Deno.test("a read-only data directory is refused at the start", async () => {
  await using parent = await makeDirectory();
  const dataDir = `${parent.path}/data`;
  await Deno.mkdir(dataDir);
  await Deno.chmod(dataDir, 0o555);
  const { code, stdout, stderr } = await runProgram(["serve", "--port", "0"], {
    env: { DATA_DIR: dataDir },
    ...(Deno.uid() === 0 && await asNobody(parent.path)),
  });
  assert.equal(code, 2);
  assert.match(stderr, ending(`DATA_DIR: cannot use "${dataDir}": Permission denied`));
  assert.equal(stdout, "");
});

Deno.test("a server is alive while another process writes its file, and ready afterwards", async () => {
  await using directory = await makeDirectory();
  const dataDir = directory.path;
  using other = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`);
  other.exec("pragma journal_mode = wal; begin immediate");
  await using program = await startProgram({ dataDir });
  await untilMigrating(program);
  other.exec("rollback");
  await until("ready", async () => (await readiness(program)).status === 200);
  await program.newUser();
});

Deno.test("SIGTERM aborts a long migration without partial changes", async () => {
  await using directory = await makeDirectory();
  const dataDir = directory.path;
  await runProgram(["migrate"], { env: { DATA_DIR: dataDir } });
  using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`);
  database.exec(MINUTES_OF_INDEXING);
  {
    await using program = await startProgram({ dataDir });
    await untilMigrating(program);
    const { code, stderr } = await program.end("SIGTERM");
    assert.deepEqual([code, stderr], [0, ""]);
  }
  const made = database.prepare("select name from sqlite_master where name like '%_expiry'").all();
  assert.deepEqual(made, []);
});

/** Reverts the migrations from one whose index takes minutes to create. */
const MINUTES_OF_INDEXING = `
  delete from kysely_migration where name >= '003_expiry';
  drop table api_keys;
  drop index revocations_expiry;
  drop table sessions;
  create table sessions (id integer primary key, user_id text);
  insert into sessions (id)
    with recursive ids (id) as (select 1 union all select id + 1 from ids where id < 1000)
    select id from ids;
  alter table sessions add column
    expires_at_ms integer as (length(replace(hex(zeroblob(10000000 + id)), '0', '1')));
`;

async function untilMigrating(program: Program): Promise<void> {
  const live = await program.get("/health/live");
  assert.deepEqual(await live.json(), { status: "ok" });
  await until("migrating", async () => {
    const { status, body } = await readiness(program);
    assert.equal(status, 503);
    return body.waiting_for === "migration";
  });
}

async function readiness(program: Program) {
  const response = await program.get("/health/ready");
  return { status: response.status, body: await response.json() };
}

/** Root can write anywhere, so the program runs as another user. */
async function asNobody(directory: string) {
  const path = `${directory}/mathcalculator`;
  await Deno.copyFile(programCommand("compiled").path, path);
  await Deno.chmod(directory, 0o755);
  return { form: { path }, cwd: directory, uid: 65_534 };
}

/** Matches an error message that contains a text and ends the output. */
function ending(part: string): RegExp {
  return new RegExp(`^mathcalculator: [^]*${RegExp.escape(part)}[^\n]*\n$`);
}
