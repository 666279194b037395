import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { type LaunchOptions, runProgram, startProgram } from "../../testing/program.ts";
import { PASSWORD } from "../../testing/service.ts";

interface Case extends LaunchOptions {
  readonly args: readonly string[];
  readonly input?: string;
  readonly code?: number;
  /** The complete standard output, or standard error if the exit code is not 0. */
  readonly output: RegExp;
  /** Standard error of a success; empty by default. */
  readonly header?: string;
}

/** Runs the cases in order in a temporary directory. */
async function assertCases(t: Deno.TestContext, cases: readonly Case[]): Promise<void> {
  await using directory = await makeDirectory();
  for (const { args, code = 0, output, header = "", ...options } of cases) {
    await t.step(`${args.join(" ") || "(nothing)"} exits with ${code}`, async () => {
      const finished = await runProgram(args, { cwd: directory.path, ...options });
      assert.equal(finished.code, code, finished.stderr);
      const { stdout, stderr } = finished;
      assert.match(code === 0 ? stdout : stderr, output);
      assert.equal(code === 0 ? stderr : stdout, code === 0 ? header : "");
    });
  }
}

Deno.test("calc prints the exact result and nothing else", async (t) => {
  await assertCases(t, [
    { args: ["calc", "factorial", "20"], output: /^2432902008176640000\n$/ },
    { args: ["calc", "fibonacci", "1e2"], output: /^354224848179261915075\n$/ },
    { args: ["calc", "pow", "--", "-3", "-3"], output: /^-1\/27\n$/ },
    { args: ["calc", "pow", "1.5", "-3"], output: /^8\/27\n$/ },
    { args: ["calc", "pow", "1.5", "2"], output: /^2\.25\n$/ },
    { args: ["calc", "pow", "--", "0", "-1"], code: 2, output: /^mathcalculator: Cannot raise 0/ },
    {
      args: ["calc", "factorial", "5000000"],
      code: 2,
      output:
        /^mathcalculator: .* it has 31323382 digits, but at most 10000000 are allowed; ask for its outline instead\n$/,
    },
    {
      args: ["calc", "factorial", "10"],
      env: { MAX_DIGITS: "6" },
      code: 2,
      output: /it has 7 digits, but at most 6 are allowed; ask for its outline instead\n$/,
    },
    { args: ["calc", "factorial", "ten"], code: 2, output: /^mathcalculator: .*"ten"/ },
    {
      args: ["calc", "factorial"],
      code: 2,
      output: /Too few arguments: factorial expects 1 \(n\), got 0\nUsage: .*calc \[--outline\]/,
    },
    { args: ["calc", "root", "2"], code: 2, output: /expects 2 \(n and k\), got 1/ },
    { args: ["calc"], code: 2, output: /Usage: / },
  ]);
  await t.step("a result of 169,020 digits is complete", async () => {
    const { code, stdout, stderr } = await runProgram(["calc", "pow", "7", "200000"]);
    assert.equal(code, 0, stderr);
    assert.ok(stdout === `${7n ** 200000n}\n`);
  });
});

Deno.test("commands print their usage and report invalid arguments", async (t) => {
  const usage = (text: string) => new RegExp(`^mathcalculator: ${text}`);
  await assertCases(t, [
    {
      args: ["help"],
      output: /^Exact values of expressions, .*\n\nUsage: mathcalculator \[COMMAND\]\n/,
    },
    {
      args: ["--help"],
      output:
        /Exit codes: 0 success, 1 failure, 2 invalid usage, input or configuration, 130 Ctrl-C\n$/,
    },
    { args: ["user", "--help"], output: /user create NAME/ },
    { args: ["version"], output: /^mathcalculator \d+\.\d+\.\d+ \(Deno 2\.9\.4, V8 / },
    { args: ["--version"], output: /^mathcalculator \d+\.\d+\.\d+ / },
    { args: ["sevre"], code: 2, output: usage('Unknown command "sevre": see') },
    { args: ["--prot", "80"], code: 2, output: usage('Unknown option "--prot"[^]*Usage: ') },
    { args: ["serve", "--port", "http"], code: 2, output: usage("[^]*PORT: cannot use") },
    { args: ["serve", "now"], code: 2, output: usage('Unexpected argument "now"') },
    { args: ["version", "please"], code: 2, output: usage('Unexpected argument "please"') },
    { args: ["openapi", "--yaml"], code: 2, output: usage("Unknown option") },
    { args: ["config", "x"], code: 2, output: usage("Unexpected argument") },
    { args: ["migrate", "x"], code: 2, output: usage("Unexpected argument") },
    { args: ["healthcheck", "x"], code: 2, output: usage("Unexpected argument") },
  ]);
});

Deno.test("openapi prints the document that the server publishes", async () => {
  const { code, stdout, stderr } = await runProgram(["openapi"]);
  assert.equal(code, 0, stderr);
  await using program = await startProgram();
  assert.deepEqual(JSON.parse(stdout), await (await program.get("/openapi.json")).json());
});

Deno.test("migrate creates the tables once", async (t) => {
  await assertCases(t, [
    { args: ["migrate"], output: /^Applied: 001_tables, 002_published\b.*\n$/ },
    { args: ["migrate"], output: /^Up to date\n$/ },
  ]);
});

Deno.test("user manages accounts without a server", async (t) => {
  const input = `${PASSWORD}\n`;
  const header = "NAME\tROLE\tSTATE\tCREATED\n";
  await assertCases(t, [
    { args: ["user", "create", "Ada"], input, output: /^Created the user Ada\n$/ },
    { args: ["user", "create", "ops", "--admin"], input, output: /^Created the administrator ops/ },
    { args: ["user", "create", "ADA"], input, code: 2, output: /"ADA" is taken\n$/ },
    {
      args: ["user", "create", "eve"],
      input: "short\n",
      code: 2,
      output: /at least 10 characters/,
    },
    { args: ["user", "create", "a b"], input, code: 2, output: /username: Use 3 to 64 letters/ },
    { args: ["user", "create"], input, code: 2, output: /Missing NAME\n/ },
    { args: ["user", "password", "ada"], input, output: /^Changed the password of ada and/ },
    { args: ["user", "password", "eve"], input, code: 2, output: /No user is named "eve"\n$/ },
    { args: ["user", "role", "ada", "admin"], output: /^ada now has the role admin/ },
    { args: ["user", "role", "ada", "king"], code: 2, output: /The role must be user or admin/ },
    { args: ["user", "disable", "ops"], output: /^ops can no longer sign in\n$/ },
    {
      args: ["user", "list"],
      header,
      output: /^Ada\tadmin\tenabled\t\S+Z\nops\tadmin\tdisabled\t\S+Z\n$/,
    },
    { args: ["user", "disable", "ops", "--undo"], output: /^ops can sign in again\n$/ },
    { args: ["user", "list"], header, output: /ops\tadmin\tenabled/ },
    { args: ["user", "delete", "ada"], output: /^Deleted the account ada; its log entries/ },
    { args: ["user", "delete", "ada"], code: 2, output: /No user is named "ada"\n$/ },
    {
      args: ["user", "remove", "ada"],
      code: 2,
      output: /Unknown verb "remove": use create, list, password/,
    },
    { args: ["user"], code: 2, output: /A verb is missing: use create/ },
  ]);
});

Deno.test("healthcheck exits with 0 only while a server is ready", async (t) => {
  const program = await startProgram();
  const env = { PORT: String(program.port) };
  await assertCases(t, [{ args: ["healthcheck"], env, output: /^\{"status":"ok"\}\n$/ }]);
  await program.end("SIGTERM");
  await program[Symbol.asyncDispose]();
  await assertCases(t, [
    {
      args: ["healthcheck"],
      env,
      code: 1,
      output: /^mathcalculator: no response from 127\.0\.0\.1:/,
    },
  ]);
});
