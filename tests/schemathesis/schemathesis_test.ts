import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { createPythonEnvironment } from "../../testing/python_environment.ts";
import { type Program, runProgram, startProgram } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";

/** Requests in all, a third of them for each role. */
const CASES = Number(Deno.env.get("SCHEMATHESIS_CASES") ?? 10_000);

/** Requests that Schemathesis generates for each operation in each role. */
const EXAMPLES = Number(Deno.env.get("SCHEMATHESIS_EXAMPLES") ?? 8);

/** Ids of the operations after which a token is not valid. */
const ENDING_SESSIONS = ["logout", "end_sessions", "delete_account"];

/** Longer than the examples take on a busy machine, and shorter than Schemathesis waits. */
const env = { TIME_LIMIT: "8s", MAX_DIGITS: "10000", LOG_LEVEL: "info" };

Deno.test(`Schemathesis finds no failure in ${CASES} requests of every role`, async (t) => {
  await using directory = await makeDirectory();
  const programs = await createPythonEnvironment(`${directory.path}/python`, ["schemathesis"]);
  let cases = 0;
  for (const role of ["user", "admin", "nobody"] as const) {
    await t.step(role, async () => {
      // Each role has its own server, because Schemathesis signs up and in until it is limited.
      await using program = await startProgram({ form: "source", env });
      const token = await tokenOf(program, role);
      const options = { program, path: `${programs}/schemathesis`, token };
      // The token has to stay valid until everything else has been tested.
      for (const choice of ["exclude", "include"]) {
        const scope = ENDING_SESSIONS.map((id) => `--${choice}-operation-id=${id}`);
        const output = await attack({ ...options, scope });
        cases += Number(/(\d+) generated/.exec(output)?.[1] ?? 0);
      }
    });
  }
  assert.ok(cases >= CASES, `${cases} requests`);
});

async function tokenOf(program: Program, role: "user" | "admin" | "nobody") {
  if (role === "nobody") return undefined;
  if (role === "user") return (await program.newUser()).token;
  const { code, stderr } = await runProgram(["user", "create", "admin", "--admin"], {
    form: "source",
    env: { DATA_DIR: program.dataDir },
    input: `${PASSWORD}\n`,
  });
  assert.equal(code, 0, stderr);
  return await program.signIn("admin");
}

interface AttackOptions {
  readonly program: Program;
  readonly path: string;
  readonly token: string | undefined;
  /** The flags that select operations. */
  readonly scope: readonly string[];
}

/** Runs all checks. Throws with the report if one fails. */
async function attack({ program, path, token, scope }: AttackOptions): Promise<string> {
  const { success, stdout } = await new Deno.Command(path, {
    args: [
      "--config-file",
      new URL("schemathesis.toml", import.meta.url).pathname,
      "run",
      `${program.address}/openapi.json`,
      "--checks=all",
      "--continue-on-failure",
      `--max-examples=${EXAMPLES}`,
      ...scope,
      ...token === undefined ? [] : [`--header=Authorization: Bearer ${token}`],
    ],
    env: { NO_COLOR: "1" },
    cwd: program.dataDir,
    stderr: "inherit",
  }).output();
  const report = new TextDecoder().decode(stdout);
  assert.ok(success, report);
  return report;
}
