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
    ["pow 1.5 -3", "8/27"],
    ["fibonacci -8", "-21"],
    ["pow 2 0.1e2", "1024"],
  ] as const;
  for (const [line, result] of cases) {
    await t.step(line, async () => {
      const finished = await run(["calc", ...line.split(" ")]);
      assert.deepEqual(finished, { code: 0, stdout: `${result}\n`, stderr: "" });
    });
  }
});

Deno.test("calc prints what describes a result on standard error", async (t) => {
  const cases = [
    ["root 1000 3", "10", "Exact: yes"],
    ["isprime 91", "false", "Certainty: proven\nMethod: trial division\nWitness: factor 7"],
    ["factor 360", "2^3 * 3^2 * 5", "Complete: yes"],
    [
      "2^100+1",
      "1267650600228229401496703205377",
      "Understood: 2^100 + 1\nKind: integer",
    ],
    ["-7//2", "-4", "Understood: -7//2\nKind: integer"],
    ["-- -7//2", "-4", "Understood: -7//2\nKind: integer"],
    ["-(2+1)!", "-6", "Understood: -(2 + 1)!\nKind: integer"],
    ["20001!/20000!", "20001", "Understood: 20001!/20000!\nKind: integer"],
    [
      "evaluate n/3 n=5",
      "5/3",
      "Understood: n/3\nKind: fraction\nDecimal: 1.(6) repeating",
    ],
    ["crt 2,3,2 3,5,7", "23", "Modulus: 105"],
    ["crt [2,3] [3,5]", "8", "Modulus: 15"],
    [
      "--outline factorial 1e18",
      "5.5970735673103951804e+17565705518096748181",
      "Digits: 17565705518096748182\nTrailing: 00000000000000000000\n" +
      "Trailing zeros: 249999999999999995\nLast nonzero: 24014240455407435776",
    ],
  ] as const;
  for (const [line, result, details] of cases) {
    await t.step(line, async () => {
      const finished = await run(["calc", ...line.split(" ")]);
      assert.deepEqual(finished, { code: 0, stdout: `${result}\n`, stderr: `${details}\n` });
    });
  }
});

Deno.test("calc --json prints the members of the answer", async (t) => {
  const cases = [
    ["root 1001 3", {
      operation: "root",
      input: { n: "1001", k: "3" },
      result: "10",
      digits: 2,
      exact: false,
    }],
    ["--mod 7 pow 3 100", {
      operation: "pow",
      input: { base: "3", exponent: "100", mod: "7" },
      result: "4",
      digits: 1,
    }],
  ] as const;
  for (const [line, answer] of cases) {
    await t.step(line, async () => {
      const { code, stdout, stderr } = await run(["calc", "--json", ...line.split(" ")]);
      assert.deepEqual([code, JSON.parse(stdout), stderr], [0, answer, ""]);
    });
  }
});

Deno.test("calc refuses invalid numbers with exit code 2", async (t) => {
  const cases: [string, Record<string, string>, RegExp][] = [
    [
      "factorial abc",
      {},
      /n: Cannot read "abc" as a number: write digits only, as in 1000 or 1.5e3\n$/,
    ],
    ["factorial 2.5", {}, /n: Cannot use "2.5": an integer is required\n$/],
    ["factorial -- -5", {}, /n: Cannot use "-5": the minimum is 0\n$/],
    ["factorial -5", {}, /n: Cannot use "-5": the minimum is 0\n$/],
    ["--mod -7 pow 2 3", {}, /mod: Cannot use this modulus: the minimum is 1\n$/],
    ["modinv 2 4", {}, /^mathcalculator: .*\n$/],
    ["crt 1,2 2,4", {}, /^mathcalculator: .*\n$/],
    [
      "(2+3",
      {},
      /^mathcalculator: Cannot evaluate the expression: "\)" is missing\n {2}\(2\+3\n {6}\^\n$/,
    ],
    ["sqrt", {}, /"sqrt" is a function: write sqrt\(…\)\n {2}sqrt\n {2}\^{4}\n$/],
    [
      "1/0",
      {},
      /^mathcalculator: Cannot evaluate the expression: the divisor is 0\n {2}1\/0\n {2}\^{3}\n$/,
    ],
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
    ["", "Missing EXPRESSION or OPERATION"],
    ["sqrt 2", `Unknown operation "sqrt": use ${OPERATIONS.map(({ name }) => name).join(", ")}`],
    ["factorial", "Too few arguments: factorial expects 1 (n), got 0"],
    ["factorial 20 21", "Too many arguments: factorial expects 1 (n), got 2"],
    ["pow 2", "Too few arguments: pow expects 2 (base and exponent), got 1"],
    ["pow 2 3 4", "Too many arguments: pow expects 2 (base and exponent), got 3"],
    ["--digits 5", 'Unknown option "--digits"'],
  ] as const;
  for (const [line, problem] of cases) {
    await t.step(line || "nothing", async () => {
      const args = line === "" ? [] : line.split(" ");
      const { code, stdout, stderr } = await run(["calc", ...args]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(
        stderr,
        `mathcalculator: ${problem}\n` +
          "Usage: mathcalculator calc [--outline] [--mod M] [--json] OPERATION NUMBER… | EXPRESSION\n",
      );
    });
  }
});
