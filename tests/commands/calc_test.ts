import assert from "node:assert/strict";
import { OPERATIONS } from "../../domain/operations/mod.ts";
import { run } from "./run.ts";

function factorial(n: bigint): bigint {
  return n === 0n ? 1n : n * factorial(n - 1n);
}

Deno.test("calc prints one exact result and nothing else", async (t) => {
  const cases = [
    ["factorial 20", "2432902008176640000"],
    ["factorial 2000", factorial(2_000n).toString()],
    ["pow 2 99999", (1n << 99_999n).toString()],
    ["fibonacci 1e2", "354224848179261915075"],
    ["pow -- -1.5 -3", "-8/27"],
    ["pow 2 0.1e2", "1024"],
    ["2^100+1", "1267650600228229401496703205377"],
    ["evaluate n^2/3 n=5", "25/3"],
    ["-- -7//2", "-4"],
    ["20001!/20000!", "20001"],
  ] as const;
  for (const [line, result] of cases) {
    await t.step(line, async () => {
      const finished = await run(["calc", ...line.split(" ")]);
      assert.deepEqual(finished, { code: 0, stdout: `${result}\n`, stderr: "" });
    });
  }
});

Deno.test("calc refuses invalid numbers with exit code 2", async (t) => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ["factorial abc", {}, /n: Cannot read "abc" as a number\n$/],
    ["factorial 2.5", {}, /n: Cannot use "2.5": an integer is required\n$/],
    ["factorial -- -5", {}, /n: Cannot use "-5": the minimum is 0\n$/],
    ["factorial -5", {}, /Unknown option '-5'[^]*Usage: /],
    ["(2+3", {}, /^mathcalculator: Cannot evaluate the expression: "\)" is missing\n$/],
    ["sqrt", {}, /"sqrt" is a function: write sqrt\(…\)\n$/],
    ["1/0", {}, /^mathcalculator: Cannot evaluate the expression: the divisor is 0\n$/],
    ["pow 0 -- -1", {}, /^mathcalculator: Cannot raise 0 to a negative power\n$/],
    [
      "factorial 5000000",
      {},
      /: it has 31323382 digits, but at most 10000000 are allowed; ask for its outline instead\n$/,
    ],
    [
      "factorial 25",
      { MAX_DIGITS: "25" },
      /: it has 26 digits, but at most 25 are allowed; ask for its outline instead\n$/,
    ],
  ];
  for (const [line, env, message] of cases) {
    await t.step(line, async () => {
      const { code, stdout, stderr } = await run(["calc", ...line.split(" ")], { env });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }
});

Deno.test("calc reports a time limit with exit code 1", async () => {
  const env = { TIME_LIMIT: "1ms" };
  const { code, stdout, stderr } = await run(["calc", "factorial", "1000000"], { env });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /longer than the allowed 0.001 s\n$/);
});

Deno.test("calc rejects wrong usage with exit code 2 and prints its usage", async (t) => {
  const cases = [
    ["", "Too few arguments: expected 1, got 0"],
    ["sqrt 2", `Unknown operation "sqrt": use ${OPERATIONS.map(({ name }) => name).join(", ")}`],
    ["factorial", "Too few arguments: factorial expects 1 (n), got 0"],
    ["factorial 20 21", "Too many arguments: factorial expects 1 (n), got 2"],
    ["pow 2", "Too few arguments: pow expects 2 (base and exponent), got 1"],
    ["pow 2 3 4", "Too many arguments: pow expects 2 (base and exponent), got 3"],
  ] as const;
  for (const [line, problem] of cases) {
    await t.step(line || "nothing", async () => {
      const args = line === "" ? [] : line.split(" ");
      const { code, stdout, stderr } = await run(["calc", ...args]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(
        stderr,
        `mathcalculator: ${problem}\n` +
          "Usage: mathcalculator calc [--outline] [--mod M] OPERATION NUMBER… | EXPRESSION\n",
      );
    });
  }
});
