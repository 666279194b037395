import assert from "node:assert/strict";
import { expectStatus } from "../../testing/http_client.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startReadyProgram } from "../../testing/program.ts";
import { isIgnored } from "../../testing/services.ts";
import { coverageEnvironment, run, temporaryDirectory } from "./run.ts";

const BUNDLED = { form: "bundled", env: coverageEnvironment() } as const;

async function signIn(address: string, username: string, password: string): Promise<Response> {
  const body = new URLSearchParams({ username, password });
  return await fetch(`${address}/token`, { method: "POST", body });
}

/** Calculates in a compute isolate and expects the entry in the request log. */
async function expectRecorded(program: Program): Promise<void> {
  const { token } = await program.newUser();
  const response = await program.post("/pow", { base: 3, exponent: 100000 }, token);
  const { id } = JSON.parse(await expectStatus(response, 200));
  assert.equal((await program.entries(token))[0]!.id, id);
}

Deno.test("serve is healthy, records a calculation, and stops gracefully on SIGTERM, SIGINT and SIGHUP", async (t) => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    await t.step(signal, async () => {
      await using program = await startReadyProgram(BUNDLED);
      const { port } = new URL(program.address);
      assert.equal((await run(["healthcheck"], { env: { PORT: port } })).code, 0);
      await expectRecorded(program);
      const { code, stderr } = await program.end(signal);
      assert.deepEqual([code, stderr], [0, ""]);
      const messages = program.log().map(({ message }) => message);
      assert.deepEqual(messages.slice(-2), ["stopping", "stopped"]);
    });
  }
});

Deno.test("SIGUSR1 and SIGUSR2 do not disturb serve", async () => {
  await using program = await startReadyProgram(BUNDLED);
  for (const signal of ["SIGUSR1", "SIGUSR2"] as const) Deno.kill(program.pid, signal);
  await expectRecorded(program);
});

Deno.test({
  name: "serve on Postgres creates no file",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using database = await createTestDatabase();
    const env = { ...coverageEnvironment(), DATABASE_URL: database.url };
    await using program = await startReadyProgram({ form: "bundled", env });
    await expectRecorded(program);
    assert.deepEqual([...Deno.readDirSync(program.dataDir)], []);
    const { code, stderr } = await program.end("SIGTERM");
    assert.deepEqual([code, stderr], [0, ""]);
  },
});

Deno.test("serve --demo creates its administrator once, in its own data directory", async () => {
  using directory = temporaryDirectory();
  const dataDir = directory.path;
  for (let start = 1; start <= 2; start++) {
    await using program = await startReadyProgram({ ...BUNDLED, dataDir, args: ["--demo"] });
    const response = await signIn(program.address, "admin", "password");
    assert.equal(response.status, 200);
    await response.body?.cancel();
    await program.end("SIGTERM");
  }
  const { stdout: none } = await run(["user", "list"], { env: { DATA_DIR: dataDir } });
  assert.equal(none, "");
  const { stdout } = await run(["user", "list"], { env: { DATA_DIR: `${dataDir}/demo` } });
  assert.match(stdout, /^admin\tadmin\tenabled\t[^\n]+\n$/);
});

Deno.test("serve --demo ignores a configured database", async () => {
  const env = { ...coverageEnvironment(), DATABASE_URL: "postgres://ada@127.0.0.1:1/math" };
  await using program = await startReadyProgram({ form: "bundled", env, args: ["--demo"] });
  const response = await signIn(program.address, "admin", "password");
  assert.equal(response.status, 200);
  await response.body?.cancel();
});

Deno.test("a token of the demo is invalid elsewhere", async () => {
  const env = { ...coverageEnvironment(), JWT_SECRET: "the secret of the real service is this" };
  await using demo = await startReadyProgram({ form: "bundled", env, args: ["--demo"] });
  const { access_token: token } = await (await signIn(demo.address, "admin", "password")).json();
  await using real = await startReadyProgram({ form: "bundled", env });
  const response = await real.get("/retrieve_info", token);
  assert.equal(response.status, 401);
  await response.body?.cancel();
});

Deno.test("serve has no default account", async () => {
  await using program = await startReadyProgram(BUNDLED);
  const response = await signIn(program.address, "admin", "password");
  assert.equal(response.status, 401);
  await response.body?.cancel();
});

Deno.test("serve --demo listens on loopback only", async (t) => {
  for (const host of ["0.0.0.0", "::", "192.0.2.1", "math.example", "127.0.0.1.example"]) {
    await t.step(host, async () => {
      using directory = temporaryDirectory();
      const DATA_DIR = `${directory.path}/data`;
      const { code, stdout, stderr } = await run(["serve", "--demo", "--host", host], {
        env: { DATA_DIR },
      });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.ok(stderr.startsWith(`mathcalculator: Cannot use --demo on ${host}: `), stderr);
      assert.throws(() => Deno.statSync(DATA_DIR), Deno.errors.NotFound);
    });
  }
});

Deno.test("serve reports an unusable address with exit code 1", async () => {
  using directory = temporaryDirectory();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String(listener.addr.port);
  const { code, stderr } = await run(["--port", port], { env: { DATA_DIR: directory.path } });
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`Cannot listen on 127\\.0\\.0\\.1:${port}: `));
});
