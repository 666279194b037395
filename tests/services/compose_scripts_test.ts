import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { freePort } from "../../testing/free_port.ts";
import { installed } from "../../testing/installed.ts";
import { queryPostgres } from "../../testing/postgres.ts";
import {
  giveTo,
  postgresPrograms,
  runPostgresProgram,
  startPostgresServer,
  unprivilegedOwner,
} from "../../testing/postgres_server.ts";
import { PROJECT } from "../../testing/program_command.ts";
import { runTool } from "../../testing/run_tool.ts";
import { until } from "../../testing/until.ts";

const PASSWORD = `a "quoted" \\ pass#word`;

Deno.test({
  name: "Redis gets its password from the file, and nobody sees it in the arguments",
  ignore: installed("redis-server") === undefined,
  fn: async () => {
    await using directory = await makeDirectory();
    const file = `${directory.path}/password`;
    await Deno.writeTextFile(file, `${PASSWORD}\n`);
    const port = freePort();
    const server = new Deno.Command("sh", {
      args: [`${PROJECT}deploy/redis/start.sh`, "--port", `${port}`, "--bind", "127.0.0.1"],
      cwd: directory.path,
      env: { REDIS_PASSWORD_FILE: file },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      const ping = (env: Record<string, string>) =>
        runTool("redis-cli", ["-p", `${port}`, "ping"], { env }).catch(String);
      const authenticated = () => ping({ REDISCLI_AUTH: PASSWORD });
      await until("Redis answers", async () => (await authenticated()).includes("PONG"));
      assert.match(await ping({}), /NOAUTH/);
      const status = await Deno.readTextFile(`/proc/${server.pid}/cmdline`);
      assert.match(status, /^redis-server/);
      assert.ok(!status.includes("pass#word"));
    } finally {
      server.kill("SIGKILL");
      await server.status;
    }
  },
});

Deno.test({
  name: "the backup job dumps the database, reads the dump back and keeps the latest ones",
  ignore: postgresPrograms() === undefined,
  fn: async () => {
    await using directory = await makeDirectory();
    const file = `${directory.path}/password`;
    const backups = `${directory.path}/backups`;
    await Deno.writeTextFile(file, "pass#word\n");
    await Deno.mkdir(backups);
    const old = ["20260101T000000Z", "20260102T000000Z"].map((at) => `mathcalculator-${at}.dump`);
    for (const name of old) await Deno.writeTextFile(`${backups}/${name}`, "");
    await using server = await startWithPassword(file);
    await queryPostgres(server.address, "create table kept (n integer)");

    await runTool("sh", [`${PROJECT}deploy/postgres/backup.sh`], {
      env: {
        PATH: `${postgresPrograms()}:${Deno.env.get("PATH")}`,
        PGHOST: "127.0.0.1",
        PGPORT: `${server.port}`,
        POSTGRES_USER: "mathcalculator",
        POSTGRES_DB: "postgres",
        POSTGRES_PASSWORD_FILE: file,
        BACKUPS: backups,
        BACKUPS_KEPT: "2",
      },
    });

    const [latest, ...others] = [...Deno.readDirSync(backups)].map(({ name }) => name).sort()
      .reverse();
    assert.deepEqual(others, [old[1]]);
    assert.equal(Deno.statSync(`${backups}/${latest}`).mode! & 0o777, 0o600);
    const listed = await runTool(`${postgresPrograms()}/pg_restore`, [
      "--list",
      `${backups}/${latest}`,
    ]);
    assert.match(listed, /TABLE public kept/);
  },
});

/** Starts Postgres on a free port of 127.0.0.1 with the password in a file. */
async function startWithPassword(passwordFile: string) {
  const directory = await makeDirectory();
  const owner = await unprivilegedOwner();
  const password = `${directory.path}/password`;
  await Deno.copyFile(passwordFile, password);
  await giveTo(owner, directory.path);
  const data = `${directory.path}/data`;
  await runPostgresProgram("initdb", [
    "--auth=scram-sha-256",
    "--username=mathcalculator",
    `--pwfile=${password}`,
    "--no-sync",
    "--pgdata",
    data,
  ], owner);
  const port = freePort();
  const address = `postgres://mathcalculator:pass%23word@127.0.0.1:${port}/postgres`;
  const server = await startPostgresServer({
    data,
    owner,
    address,
    settings: { port, listen_addresses: "127.0.0.1", unix_socket_directories: "" },
  });
  return {
    port,
    address,
    [Symbol.asyncDispose]: async () => {
      await server.end("SIGINT");
      await directory[Symbol.asyncDispose]();
    },
  };
}
