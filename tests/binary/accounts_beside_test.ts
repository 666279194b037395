import assert from "node:assert/strict";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, runProgram, startProgram } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

const NEW_PASSWORD = "another horse battery";

Deno.test("commands about accounts take effect in a server that runs", async (t) => {
  await using program = await startProgram();
  const user = async (args: readonly string[], input = "") => {
    const env = { DATA_DIR: program.dataDir };
    const { code, stderr } = await runProgram(["user", ...args], { env, input });
    assert.equal(code, 0, stderr);
  };

  await t.step("create: the new user can sign in at once", async () => {
    await user(["create", "ada"], PASSWORD);
    await program.signIn("ada");
  });

  await t.step("role: the sessions end, and the next one has the role", async () => {
    const { username } = await program.newUser("grace");
    const token = await program.signIn("ada");
    assert.equal(await statusOf(program, token, `/logs?user=${username}`), 403);
    await user(["role", "ada", "admin"]);
    await endOf(program, token);
    const again = await program.signIn("ada");
    assert.equal(await statusOf(program, again, `/logs?user=${username}`), 200);
  });

  await t.step("disable: the sessions end and no new one begins, until it is undone", async () => {
    const token = await program.signIn("ada");
    await user(["disable", "ada"]);
    await endOf(program, token);
    assert.equal(await signInStatus(program, "ada", PASSWORD), 401);
    await user(["disable", "ada", "--undo"]);
    assert.equal(await statusOf(program, token), 401);
    await program.signIn("ada");
  });

  await t.step("password: the sessions end, and only the new one is right", async () => {
    const token = await program.signIn("ada");
    await user(["password", "ada"], NEW_PASSWORD);
    await endOf(program, token);
    assert.equal(await signInStatus(program, "ada", PASSWORD), 401);
    await program.signIn("ada", NEW_PASSWORD);
  });
});

Deno.test("serve --demo makes the administrator admin with the password password", async (t) => {
  await using program = await startProgram({ args: ["--demo"] });

  await t.step("who may see everybody's entries", async () => {
    const { username } = await program.newUser();
    const token = await program.signIn("admin", "password");
    assert.equal(await statusOf(program, token, `/logs?user=${username}`), 200);
  });

  await t.step("it starts again with the account that is there", async () => {
    await program.end("SIGTERM");
    await using again = await startProgram({ args: ["--demo"], dataDir: program.dataDir });
    await again.signIn("admin", "password");
  });

  await t.step("the real accounts do not get it", async () => {
    const { stdout } = await runProgram(["user", "list"], { env: { DATA_DIR: program.dataDir } });
    assert.equal(stdout, "");
  });

  for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.org"]) {
    await t.step(`it refuses to listen on ${host}`, async () => {
      const { code, stdout, stderr } = await runProgram(["serve", "--demo", "--host", host]);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /^mathcalculator: Cannot use --demo on .*loopback\nUsage: /);
    });
  }
});

Deno.test("no account exists without being asked for", async () => {
  await using program = await startProgram();
  assert.equal(await signInStatus(program, "admin", "password"), 401);
  const { stdout } = await runProgram(["user", "list"], { env: { DATA_DIR: program.dataDir } });
  assert.equal(stdout.trim(), "");
});

async function statusOf(program: Program, token: string, path = "/retrieve_info") {
  const response = await program.get(path, token);
  await response.body?.cancel();
  return response.status;
}

/** Waits until a session has been ended; a second or two is allowed. */
async function endOf(program: Program, token: string): Promise<void> {
  await until("the session ends", async () => await statusOf(program, token) === 401, 5_000);
}

async function signInStatus(program: Program, username: string, password: string) {
  const response = await program.post("/token", { username, password });
  if (response.status === 200) await expectStatus(response, 200);
  else await response.body?.cancel();
  return response.status;
}
