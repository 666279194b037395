import assert from "node:assert/strict";
import { OPERATIONS } from "../../domain/operations/mod.ts";
import { OPTIONS, VARIABLES } from "../../infra/config/options.ts";
import { VERSION } from "../../infra/version.ts";
import { run } from "./run.ts";

Deno.test("config prints every setting in effect, with secrets hidden", async () => {
  const secret = "not to be seen, of 32 characters";
  const env = { PORT: "9000", JWT_SECRET: secret, METRICS_TOKEN: secret, TOKEN_TTL: "90m" };
  const { code, stdout, stderr } = await run(["config"], { env });
  assert.deepEqual([code, stderr], [0, ""]);
  const lines = stdout.trimEnd().split("\n");
  const names = lines.map((line) => line.slice(0, line.indexOf("=")));
  assert.deepEqual(names, Object.values(OPTIONS).map(({ name }) => name));
  for (const line of ["PORT=9000", "JWT_SECRET=(hidden)", "METRICS_TOKEN=(hidden)"]) {
    assert.ok(lines.includes(line), line);
  }
  assert.ok(lines.includes("TOKEN_TTL=90m"));
  assert.ok(!stdout.includes(secret));
});

Deno.test("every command that reads the configuration refuses an invalid one", async () => {
  for (const command of [["config"], ["migrate"], ["serve"], ["healthcheck"], ["user", "list"]]) {
    const { code, stdout, stderr } = await run(command, { env: { PORT: "x", SIGNUP: "y" } });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(
      stderr,
      /^mathcalculator: Cannot use the configuration:\n {2}PORT: .*\n {2}SIGNUP: /,
    );
  }
});

Deno.test("openapi prints a document with the paths of every operation", async () => {
  const { code, stdout } = await run(["openapi"]);
  assert.equal(code, 0);
  const document = JSON.parse(stdout);
  assert.match(document.openapi, /^3\.1\./);
  assert.equal(document.info.version, VERSION);
  for (const { paths } of OPERATIONS) {
    for (const path of paths) assert.ok(document.paths[path].post, path);
  }
});

Deno.test("version prints the version and the permissions of the process", async (t) => {
  for (const name of ["version", "--version"]) {
    await t.step(name, async () => {
      const { code, stdout } = await run([name]);
      assert.equal(code, 0);
      const [first, , ...flags] = stdout.trimEnd().split("\n");
      assert.ok(first!.startsWith(`mathcalculator ${VERSION} (Deno ${Deno.version.deno}, V8 `));
      assert.deepEqual(flags.map((flag) => flag.trim()), [
        "--allow-net",
        "--allow-read",
        "--allow-write",
        `--allow-env=${VARIABLES.join(", ")}`,
      ]);
    });
  }
});

Deno.test("the usage of a command without arguments is its name", async () => {
  const { code, stderr } = await run(["config", "extra"]);
  assert.equal(code, 2);
  assert.equal(
    stderr,
    'mathcalculator: Unexpected argument "extra"\nUsage: mathcalculator config\n',
  );
});
