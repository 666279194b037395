import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { VARIABLES } from "../../infra/config/options.ts";
import { assertIsolated, resultOf } from "../composition/isolation/expectations.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { runProgram } from "../../testing/program.ts";
import { programCommand } from "../../testing/program_command.ts";
import { compile } from "../../tools/compile.ts";

/** Deno 2.9.4 does not check permissions when a compiled program imports local modules. */
const GAPS = { read: { "import of a file": "done" } };

Deno.test("each isolate of the compiled program can do its work and nothing else", async (t) => {
  await using directory = await makeDirectory();
  const path = `${directory.path}/probe`;
  await compile({
    main: "tests/composition/isolation/probe_main.ts",
    output: path,
    isolates: ["tests/composition/isolation/probe_isolate.ts"],
  });
  await assertIsolated(
    t,
    (order) => resultOf(new Deno.Command(path, { args: [JSON.stringify(order)], clearEnv: true })),
    GAPS,
  );
});

Deno.test("the compiled program starts with minimal permissions and lists them", async (t) => {
  const compiled = await compiledPermissions();
  const all: string[] = [];

  await t.step("it cannot run programs, load libraries or query the system", () => {
    const { allow_run: run, allow_ffi: ffi, allow_sys: sys } = compiled;
    assert.deepEqual({ run, ffi, sys }, { run: null, ffi: null, sys: null });
  });
  await t.step(
    "it starts with the documented variables and with any file and address",
    () => {
      const { allow_env: env, allow_net: net, allow_read: read, allow_write: write } = compiled;
      assert.deepEqual({ env, net, read, write }, {
        env: VARIABLES,
        net: all,
        read: all,
        write: all,
      });
    },
  );
  await t.step("it never prompts for permissions", () => assert.equal(compiled.prompt, false));
  await t.step("version lists them", async () => {
    const { stdout } = await runProgram(["version"]);
    const lines = stdout.split("\n").filter((line) => line.startsWith("  "));
    assert.deepEqual(lines, [
      "  --allow-net",
      "  --allow-read",
      "  --allow-write",
      `  --allow-env=${VARIABLES.join(", ")}`,
    ]);
  });
});

/** Permissions that `deno compile` stored in the file; an empty list allows everything. */
async function compiledPermissions(): Promise<Record<string, unknown>> {
  const file = Buffer.from((await Deno.readFile(programCommand("compiled").path)).buffer);
  const name = '"permissions":';
  const start = file.lastIndexOf(`${name}{"allow_`) + name.length;
  return JSON.parse(file.toString("utf8", start, file.indexOf("}", start) + 1));
}
