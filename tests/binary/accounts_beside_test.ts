import assert from "node:assert/strict";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, runProgram, startProgram } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

const NEW_PASSWORD = "another horse battery";

Deno.test("account commands take effect in a running server", async (t) => {
  await using program = await startProgram();
  const user = async (args: readonly string[], input = "") => {
    const env = { DATA_DIR: program.dataDir };
    const { code, stderr } = await runProgram(["user", ...args], { env, input });
    assert.equal(code, 0, stderr);
  };

  await t.step("create: the new user can sign in immediately", async () => {
    await user(["create", "ada"], PASSWORD);
    await program.signIn("ada");
  });

  await t.step("role: sessions end, and new ones have the role", async () => {
    const { username } = await program.newUser("grace");
    const token = await program.signIn("ada");
    assert.equal(await statusOf(program, token, `/logs?user=${username}`), 403);
    await user(["role", "ada", "admin"]);
    await endOf(program, token);
    const again = await program.signIn("ada");
    assert.equal(await statusOf(program, again, `/logs?user=${username}`), 200);
  });

  await t.step("disable: sessions end and signing in fails until it is undone", async () => {
    const token = await program.signIn("ada");
    await user(["disable", "ada"]);
    await endOf(program, token);
    assert.equal(await signInStatus(program, "ada", PASSWORD), 401);
    await user(["disable", "ada", "--undo"]);
    assert.equal(await statusOf(program, token), 401);
    await program.signIn("ada");
  });

  await t.step("password: sessions end, and only the new password is accepted", async () => {
    const token = await program.signIn("ada");
    await user(["password", "ada"], NEW_PASSWORD);
    await endOf(program, token);
    assert.equal(await signInStatus(program, "ada", PASSWORD), 401);
    await program.signIn("ada", NEW_PASSWORD);
  });
});

Deno.test("serve --demo creates the administrator admin with the password password", async (t) => {
  await using program = await startProgram({ args: ["--demo"] });

  await t.step("the administrator sees all entries", async () => {
    const { username } = await program.newUser();
    const token = await program.signIn("admin", "password");
    assert.equal(await statusOf(program, token, `/logs?user=${username}`), 200);
  });

  await t.step("it restarts with the existing account", async () => {
    await program.end("SIGTERM");
    await using again = await startProgram({ args: ["--demo"], dataDir: program.dataDir });
    await again.signIn("admin", "password");
  });

  await t.step("the account exists only in the demo data", async () => {
    const { stdout } = await runProgram(["user", "list"], { env: { DATA_DIR: program.dataDir } });
    assert.equal(stdout, "");
  });

  for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.org"]) {
    await t.step(`it refuses to listen on ${host}`, async () => {
      const { code, stdout, stderr } = await runProgram(["serve", "--demo", "--host", host]);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /^mathcalculator: Cannot use --demo on .*loopback is allowed\nUsage: /);
    });
  }
});

Deno.test("there are no default accounts", async () => {
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

/** Waits until a session has ended; servers notice within a second or two. */
async function endOf(program: Program, token: string): Promise<void> {
  await until("the session has ended", async () => await statusOf(program, token) === 401, 5_000);
}

async function signInStatus(program: Program, username: string, password: string) {
  const response = await program.post("/token", { username, password });
  if (response.status === 200) await expectStatus(response, 200);
  else await response.body?.cancel();
  return response.status;
}
