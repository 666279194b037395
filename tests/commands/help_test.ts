import assert from "node:assert/strict";
import { helpText } from "../../commands/help.ts";
import { COMMANDS } from "../../commands/mod.ts";
import { roleSchema } from "../../domain/accounts/types.ts";
import { OPERATIONS } from "../../domain/operations/mod.ts";
import { operationsHelp } from "../../tools/operations_help.ts";
import { OPTIONS } from "../../infra/config/options.ts";
import { run } from "./run.ts";

Deno.test("help lists every command with its usage and summary", () => {
  const lines = helpText(COMMANDS).split("\n");
  for (const { name, usage, summary } of COMMANDS) {
    const line = lines.indexOf(`  ${name} ${usage}`.trimEnd());
    assert.ok(line > 0, name);
    assert.equal(lines[line + 1], `      ${summary}`);
  }
});

Deno.test("help lists every operation", () => {
  assert.equal(
    Deno.readTextFileSync("commands/operations.txt"),
    operationsHelp(),
    "Write the output of `./denow task operations` to commands/operations.txt",
  );
  const lines = helpText(COMMANDS).split("\n");
  for (const { name } of OPERATIONS) {
    assert.ok(lines.some((line) => line.trimStart().split(" ")[0] === name), name);
  }
});

Deno.test("help lists every role of an account", () => {
  const { usage } = COMMANDS.find(({ name }) => name === "user")!;
  assert.ok(usage.includes(`role NAME ${roleSchema().options.join("|")}`));
});

Deno.test("help lists every variable with its description and default", () => {
  const text = helpText(COMMANDS);
  for (const { name, description, fallback } of Object.values(OPTIONS)) {
    const line = text.split("\n").find((line) => line.startsWith(`  ${name} `)) ?? "";
    const shown = fallback ? `${description} (${fallback})` : description;
    assert.ok(line.endsWith(`  ${shown}`), name);
  }
});

Deno.test("help is printed for every spelling of the request, and nothing else happens", async (t) => {
  const text = helpText(COMMANDS) + "\n";
  for (const args of [["help"], ["--help"], ["-h"], ["user", "--help"], ["serve", "-h"]]) {
    await t.step(args.join(" "), async () => {
      assert.deepEqual(await run(args), { code: 0, stdout: text, stderr: "" });
    });
  }
});

Deno.test("an unknown command is refused with exit code 2", async () => {
  const { code, stdout, stderr } = await run(["servve"]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.equal(stderr, 'mathcalculator: Unknown command "servve": see "mathcalculator help"\n');
});

Deno.test("help with the name of a command prints its usage and summary", async () => {
  const { usage, summary } = COMMANDS.find(({ name }) => name === "serve")!;
  const stdout = `Usage: mathcalculator serve ${usage}\n\n${summary}\n`;
  assert.deepEqual(await run(["help", "serve"]), { code: 0, stdout, stderr: "" });
});

Deno.test("help refuses what is not the name of one command with exit code 2", async (t) => {
  const cases = [
    [["help", "extra"], 'Unknown command "extra": see "mathcalculator help"'],
    [["help", "user", "key"], 'Unexpected argument "key"'],
  ] as const;
  for (const [args, problem] of cases) {
    await t.step(args.join(" "), async () => {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(stderr.split("\n")[0], `mathcalculator: ${problem}`);
    });
  }
});
