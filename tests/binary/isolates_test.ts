import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { VARIABLES } from "../../infra/config/options.ts";
import { assertIsolated, resultOf } from "../composition/isolation/expectations.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { runProgram } from "../../testing/program.ts";
import { programCommand } from "../../testing/program_command.ts";
import { compile } from "../../tools/compile.ts";

/** Deno 2.9.4 lets a compiled program import local modules without asking for any permission. */
const GAPS = { read: { "import of a file": "done" } };

Deno.test("each isolate can do its work and nothing else, in a compiled program", async (t) => {
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

Deno.test("the compiled program starts with the fewest permissions, and says which", async (t) => {
  const compiled = await compiledPermissions();
  const all: string[] = [];

  await t.step("it cannot run programs, load libraries or ask the system", () => {
    const { allow_run: run, allow_ffi: ffi, allow_sys: sys } = compiled;
    assert.deepEqual({ run, ffi, sys }, { run: null, ffi: null, sys: null });
  });
  await t.step(
    "it reads the variables that it documents, and any file and address at first",
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
  await t.step("it never asks for more", () => assert.equal(compiled.prompt, false));
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

/** What `deno compile` has written into the file; an empty list means everything. */
async function compiledPermissions(): Promise<Record<string, unknown>> {
  const file = Buffer.from((await Deno.readFile(programCommand("compiled").path)).buffer);
  const name = '"permissions":';
  const start = file.lastIndexOf(`${name}{"allow_`) + name.length;
  return JSON.parse(file.toString("utf8", start, file.indexOf("}", start) + 1));
}
