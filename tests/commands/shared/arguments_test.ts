import assert from "node:assert/strict";
import { type Positionals, readArguments } from "../../../commands/shared/arguments.ts";
import { UsageError } from "../../../commands/shared/command.ts";
import { COMMANDS } from "../../../commands/mod.ts";

const OPTIONS = { port: { type: "string" }, demo: { type: "boolean", default: false } } as const;

Deno.test("readArguments() returns flags and positional arguments", () => {
  const { values, positionals } = readArguments(
    ["--port=80", "ada", "--", "-3"],
    OPTIONS,
    { names: ["A"], max: 2 },
  );
  assert.deepEqual({ ...values }, { port: "80", demo: false });
  assert.deepEqual(positionals, ["ada", "-3"]);
});

Deno.test("readArguments() takes what begins with one hyphen as a value", () => {
  const { values, positionals } = readArguments(
    ["-3", "--port", "-80", "-(2)!", "--", "-3"],
    OPTIONS,
    { max: 3 },
  );
  assert.deepEqual({ ...values }, { port: "-80", demo: false });
  assert.deepEqual(positionals, ["-3", "-(2)!", "-3"]);
});

Deno.test("readArguments() takes the last value of a flag, and anything after an equals sign", () => {
  const options = { ...OPTIONS, undo: { type: "boolean" } } as const;
  const cases: [string[], Record<string, unknown>][] = [
    [[], { demo: false }],
    [["--undo", "--demo"], { demo: true, undo: true }],
    [["--port", "1", "--port=2"], { demo: false, port: "2" }],
    [["--port=--demo"], { demo: false, port: "--demo" }],
    [["--port="], { demo: false, port: "" }],
    [["--port=a=b"], { demo: false, port: "a=b" }],
    [["--port", "-"], { demo: false, port: "-" }],
  ];
  for (const [args, expected] of cases) {
    assert.deepEqual(readArguments(args, options).values, expected, args.join(" "));
  }
});

Deno.test("readArguments() refuses unknown flags and wrong numbers of arguments", () => {
  const cases: [string[], Positionals, RegExp][] = [
    [["--prot", "80"], {}, /^Unknown option "--prot"$/],
    [["--prot=80"], {}, /^Unknown option "--prot"$/],
    [["--=80"], {}, /^Unknown option "--=80"$/],
    [["--constructor"], {}, /^Unknown option "--constructor"$/],
    [["--port", "--"], {}, /^--port needs a value: --port VALUE$/],
    [["--port"], {}, /^--port needs a value: --port VALUE$/],
    [["--port", "--demo"], {}, /^--port needs a value: --port VALUE$/],
    [["--demo=yes"], {}, /^--demo takes no value$/],
    [["extra"], {}, /^Unexpected argument "extra"$/],
    [["a", "b", "c"], { names: ["A"], max: 2 }, /^Unexpected argument "c"$/],
    [[], { names: ["NAME", "ID"] }, /^Missing NAME and ID$/],
    [["a"], { names: ["NAME", "ID"] }, /^Missing ID$/],
  ];
  for (const [args, positionals, message] of cases) {
    assert.throws(() => readArguments(args, OPTIONS, positionals), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  }
});

for (const command of COMMANDS) {
  Deno.test(`${command.name} refuses unknown flags and arguments`, async () => {
    for (const args of [["--unknown"], ["a", "b", "c", "d", "e"]]) {
      await assert.rejects(async () => await command.run(args), UsageError);
    }
  });
}
