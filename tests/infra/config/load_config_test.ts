import assert from "node:assert/strict";
import { run, temporaryDirectory } from "../../commands/run.ts";

const SECRET = "a secret of at least 32 characters";

Deno.test("a secret is read from its variable or from the file named by NAME_FILE", async (t) => {
  using directory = temporaryDirectory();
  const path = `${directory.path}/secret`;
  Deno.writeTextFileSync(path, `\n  ${SECRET}\n`);
  for (const env of [{ JWT_SECRET: SECRET }, { JWT_SECRET_FILE: path }]) {
    await t.step(Object.keys(env).join(), async () => {
      const { code, stdout } = await run(["config"], { env });
      assert.equal(code, 0);
      assert.match(stdout, /^JWT_SECRET=\(hidden\)$/m);
      assert.ok(!stdout.includes(SECRET));
    });
  }
});

Deno.test("problems with files are reported together with all others, without secrets", async () => {
  using directory = temporaryDirectory();
  const [short, empty, missing] = ["short", "empty", "missing"].map((name) =>
    `${directory.path}/${name}`
  );
  Deno.writeTextFileSync(short!, "hush");
  Deno.writeTextFileSync(empty!, " \n");
  const problemsOf = async (env: Record<string, string>) => {
    const { code, stdout, stderr } = await run(["config"], { env });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.ok(!stderr.includes("hush"));
    return stderr.trimEnd().split("\n").slice(1).map((line) => line.trim());
  };

  const [both, file, port, ...others] = await problemsOf({
    JWT_SECRET: SECRET,
    JWT_SECRET_FILE: short!,
    METRICS_TOKEN_FILE: missing!,
    PORT: "eighty",
  });
  assert.equal(both, "JWT_SECRET: set either JWT_SECRET or JWT_SECRET_FILE, not both");
  assert.ok(file!.startsWith(`METRICS_TOKEN_FILE: cannot read "${missing}": `));
  assert.match(port!, /^PORT: cannot use "eighty"/);
  assert.deepEqual(others, [
    "JWT_SECRET: cannot use the secret: expected at least 32 characters",
  ]);

  assert.deepEqual(await problemsOf({ JWT_SECRET_FILE: empty! }), [
    `JWT_SECRET_FILE: "${empty}" is empty`,
  ]);
});

Deno.test("undocumented variables are ignored", async () => {
  const { stdout: plain } = await run(["config"], { env: { PORT: "9000" } });
  const { stdout: other } = await run(["config"], {
    env: { PORT: "9000", PORT_FILE: "x", N: "1" },
  });
  assert.match(plain, /^PORT=9000$/m);
  assert.equal(other, plain);
});
