import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { runProgram, startProgram } from "../../testing/program.ts";

const SECRET = "a secret of at least thirty-two characters";

Deno.test("config reports all errors at once", async () => {
  const { code, stdout, stderr } = await runProgram(["config"], {
    env: {
      PORT: "70000",
      HOST: "no host",
      MAX_DIGITS: "many",
      TIME_LIMIT: "30",
      LOG_LEVEL: "loud",
      JWT_SECRET: "too short",
      TRUSTED_PROXIES: "10.0.0.0/64",
    },
  });
  assert.equal(code, 2);
  assert.equal(stdout, "");
  const [head, ...problems] = stderr.trimEnd().split("\n");
  assert.equal(head, "mathcalculator: Cannot use the configuration:");
  const names = problems.map((line) => line.trim().split(":")[0]).sort();
  assert.deepEqual(names, [
    "HOST",
    "JWT_SECRET",
    "LOG_LEVEL",
    "MAX_DIGITS",
    "PORT",
    "TIME_LIMIT",
    "TRUSTED_PROXIES",
  ]);
  assert.ok(!stderr.includes("too short"));
});

Deno.test("config shows the values in effect and hides secrets", async () => {
  const { code, stdout, stderr } = await runProgram(["config"], {
    env: { PORT: "8080", JWT_SECRET: SECRET, UNKNOWN: "x" },
  });
  assert.equal(code, 0, stderr);
  const lines = stdout.trimEnd().split("\n");
  for (const line of ["HOST=127.0.0.1", "PORT=8080", "JWT_SECRET=(hidden)", "METRICS_TOKEN="]) {
    assert.ok(lines.includes(line), line);
  }
  assert.ok(!stdout.includes(SECRET) && !stdout.includes("UNKNOWN"));
});

Deno.test("secrets are read from the files of _FILE variables", async (t) => {
  await using files = await makeDirectory();
  const directory = files.path;
  const file = `${directory}/secret`;
  await Deno.writeTextFile(file, `${SECRET}\n`);
  await Deno.writeTextFile(`${directory}/empty`, "\n");

  await t.step("tokens are signed with the secret of the file", async () => {
    await using program = await startProgram({ env: { JWT_SECRET_FILE: file } });
    const { token } = await program.newUser();
    assert.ok(await isSignedWith(token, SECRET));
  });

  await t.step("the metrics need the token of the file", async () => {
    await using program = await startProgram({ env: { METRICS_TOKEN_FILE: file } });
    const statusFor = async (token?: string) => {
      const response = await program.get("/metrics", token);
      await response.body?.cancel();
      return response.status;
    };
    assert.equal(await statusFor(), 401);
    assert.equal(await statusFor(SECRET.slice(1)), 401);
    assert.equal(await statusFor(SECRET), 200);
  });

  const refused: Readonly<Record<string, readonly [env: Record<string, string>, problem: RegExp]>> =
    {
      "a file that does not exist": [{ JWT_SECRET_FILE: `${directory}/none` }, /cannot read/],
      "an empty file": [{ JWT_SECRET_FILE: `${directory}/empty` }, /is empty/],
      "a directory": [{ JWT_SECRET_FILE: directory }, /cannot read/],
      "both a file and the variable": [{ JWT_SECRET_FILE: file, JWT_SECRET: SECRET }, /not both/],
    };
  for (const [name, [env, problem]] of Object.entries(refused)) {
    await t.step(`${name} is refused`, async () => {
      const { code, stdout, stderr } = await runProgram(["serve", "--port", "0"], { env });
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /^mathcalculator: .*\n {2}JWT_SECRET/);
      assert.match(stderr, problem);
      assert.ok(!stderr.includes(SECRET));
    });
  }
});

async function isSignedWith(token: string, secret: string): Promise<boolean> {
  const [head, payload, signature = ""] = token.split(".");
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const bytes = Uint8Array.fromBase64(signature, { alphabet: "base64url" });
  return crypto.subtle.verify("HMAC", key, bytes, new TextEncoder().encode(`${head}.${payload}`));
}
