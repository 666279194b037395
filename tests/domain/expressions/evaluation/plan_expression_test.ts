import assert from "node:assert/strict";
import { ServiceError } from "../../../../domain/errors.ts";
import { planExpression } from "../../../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { parseNumber } from "../../../../domain/numbers/mod.ts";
import { evaluated, type Evaluation, resultOf } from "./evaluated.ts";

const VALUES: readonly (readonly [expression: string, result: string])[] = [
  ["2+3*4", "14"],
  ["2^3^2", "512"],
  ["-2^2", "-4"],
  ["2^-3", "0.125"],
  ["2**10", "1024"],
  ["2^3!", "64"],
  ["3!!", "3"],
  ["(3!)!", "720"],
  ["7!!!", "28"],
  ["10#", "210"],
  ["2--3", "5"],
  ["1/3+1/6", "0.5"],
  ["-7 mod 3", "2"],
  ["7 % -3", "-2"],
  ["-7 // 2", "-4"],
  ["7^46 mod 47", "1"],
  ["(4349^5249) % 7031", "1234"],
  ["2^10^18 mod 1000000007", "719476260"],
  ["10 mod 4 * 2", "4"],
  ["6/2*(1+2)", "9"],
  ["(2/3)^-3", "3.375"],
  ["5 − 2 × 3 ÷ 4", "3.5"],
  ["0xff + 0b1011", "266"],
  ["2^100 > 10^30 and 3 = 3", "true"],
  ["nCr(5, 2)", "10"],
  ["digits((10^18)!)", "17565705518096748182"],
  ["1000000!/999999!", "1000000"],
  ["0^0", "1"],
  ["0.1 + 0.2", "0.3"],
  ["1e-3", "0.001"],
  ["-1.50", "-1.5"],
  ["7.5 // 2", "3"],
  ["7.5 mod 2.5", "0"],
  ["7.25 mod 0.5", "0.25"],
  ["-7.25 mod 0.5", "0.25"],
  ["1/2 mod 7", "4"],
  ["2^-1 mod 7", "4"],
  ["0^9^9^9", "0"],
  ["1^9^9^9", "1"],
  ["(-1)^9^9^9", "-1"],
  ["1 < 2 or 1 > 2", "true"],
  ["not 1 = 2", "true"],
  ["1 != 1", "false"],
  ["2/4 >= 0.5", "true"],
  ["[1, [2, 3/7], 1 = 1]", '["1",["2","3/7"],"true"]'],
];

Deno.test("a number is its divisor times the quotient and the remainder, except a fraction modulo an integer", () => {
  for (const [a, b] of [["-7", "3"], ["7", "-3"], ["7.25", "0.5"], ["-1/3", "2/7"], ["5", "1/3"]]) {
    assert.equal(resultOf(`${b}*(${a}//(${b})) + (${a}) mod (${b}) = ${a}`), "true", `${a} ${b}`);
  }
  assert.equal(resultOf("3/2 mod 7 = 3*modinv(2, 7) mod 7"), "true");
});

Deno.test("an expression has its exact value", async (t) => {
  for (const [expression, result] of VALUES) {
    await t.step(expression, () => assert.equal(resultOf(expression), result));
  }
});

const REFUSED: readonly (readonly [
  expression: string,
  code: string,
  place: readonly [number, number],
  message: RegExp,
])[] = [
  ["sqrt(2)", "invalid_expression", [0, 7], /^√2 is irrational: isqrt\(2\) is 1$/],
  ["sqrt(1/2)", "invalid_expression", [0, 9], /^√\(1\/2\) is irrational$/],
  ["sqrt(-4)", "invalid_expression", [5, 7], /negative/],
  ["2^0.5", "invalid_expression", [2, 5], /^an integer is needed here: iroot\(n, k\) is the /],
  ["3 + (1/2)!", "invalid_expression", [5, 8], /^an integer is needed here$/],
  ["(-1)!", "invalid_expression", [1, 3], /^an integer of at least 0 is needed here$/],
  ["1/0", "division_by_zero", [0, 3], /divisor is 0/],
  ["2 + 1//(3-3)", "division_by_zero", [4, 12], /divisor is 0/],
  ["5 mod 0", "division_by_zero", [0, 7], /modulus is 0/],
  ["0^-1", "division_by_zero", [0, 4], /0 has no negative power/],
  [
    "29^11^7",
    "result_too_large",
    [0, 7],
    /^it has 28498000 digits, but at most 10000000 are allowed$/,
  ],
  [
    "(700!)!",
    "result_too_large",
    [0, 7],
    /^it has 40907043946472663967…22487420568578588596 .*1693 digits/,
  ],
  ["9^9^9^9", "result_too_large", [0, 7], /^its exponent alone has 369693100 digits/],
  ["2^82589933-1", "result_too_large", [0, 12], /^it has 24862048 digits/],
  ["1/9^9^9", "result_too_large", [0, 7], /^its denominator has 369693100 digits/],
  ["1e9999999999", "result_too_large", [0, 12], /^it has 10000000000 digits/],
  ["1 + (1 = 1)", "invalid_expression", [5, 10], /^a number is needed here, not true or false$/],
  ["not 3", "invalid_expression", [4, 5], /^true or false is needed here, not a number$/],
  ["1 = 1 and 2", "invalid_expression", [10, 11], /true or false is needed/],
  ["[1] + 1", "invalid_expression", [0, 3], /a number is needed here, not a list/],
  ["1/2 mod 4", "not_invertible", [0, 9], /common divisor 2/],
  ["modinv(2, 4)", "not_invertible", [0, 12], /common divisor 2/],
  ["crt([1, 2], [4, 6])", "no_solution", [0, 19], /contradict/],
  ["crt([1], [4, 6])", "invalid_expression", [0, 16], /1 residues, but 2 moduli/],
];

Deno.test("a refusal names the place, the reason and what to do", async (t) => {
  for (const [expression, code, [start, end], message] of REFUSED) {
    await t.step(expression, () => {
      const error = refusalOf(expression);
      const [first] = error.errors;
      assert.equal(error.code, code);
      assert.deepEqual([first!.start, first!.end], [start, end]);
      assert.match(first!.message, message);
    });
  }
});

Deno.test("a result that is too large has its number of digits as a member", () => {
  assert.deepEqual(refusalOf("29^11^7", { maxDigits: 1_000 }).members, {
    predicted_digits: 28_498_000,
    max_digits: 1_000,
  });
  const digits = String(refusalOf("(700!)!").members.predicted_digits);
  assert.equal(digits.length, 1_693);
});

Deno.test("an answer has its kind and, for a fraction, its decimal places", () => {
  assert.deepEqual(evaluated("1/7").details, {
    kind: "fraction",
    decimal: {
      digits: "0.14285714285714285714285714285714285714285714285714",
      places: 50,
      period: { start: 0, length: 6, text: "142857" },
    },
  });
  assert.deepEqual(evaluated("-1/12").details.decimal, {
    digits: "-0.08333333333333333333333333333333333333333333333333",
    places: 50,
    period: { start: 2, length: 1, text: "3" },
  });
  const { text, details } = evaluated("binomial(1000, 500)/2^1000 + 1/3");
  assert.equal(text.length, 601);
  const { digits } = details.decimal as { digits: string };
  assert.equal(digits, "0.35855835151169413524017502209543578788627435272550");
  assert.equal(evaluated("1/10007").details.kind, "fraction");
  const { period } = evaluated("1/10007").details.decimal as { period: unknown };
  assert.equal(period, null);
  assert.deepEqual(evaluated("2^10").details, { kind: "integer" });
  assert.deepEqual(evaluated("1/4").details, { kind: "decimal" });
  assert.deepEqual(evaluated("1 = 1").details, { kind: "boolean", digits: null });
  assert.deepEqual(evaluated("[1]").details, { kind: "list", digits: null });
});

Deno.test("variables have the values that are given for them", () => {
  const variables = { n: parseNumber("25"), x: parseNumber("1/3") };
  assert.equal(resultOf("n*x + 1", { variables }), "28/3");
  const names = Array.from({ length: 1_000 }, (_, i) => `v${i}`);
  const many = Object.fromEntries(names.map((name, i) => [name, parseNumber(String(i))]));
  assert.equal(resultOf(names.join(" + "), { variables: many }), "499500");
});

Deno.test("a difference is not refused for what its operands might have been", () => {
  assert.equal(resultOf("10^20000 - 10^20000 + 5"), "5");
  assert.equal(resultOf("2^30000000 * 0 + 1", { maxDigits: 1_000 }), "1");
  assert.equal(resultOf("30000! / 29998!"), "899970000");
  assert.equal(resultOf("10000!*3/10000!", { maxDigits: 40_000 }), "3");
});

Deno.test("intermediate results are refused by their own length only", () => {
  const options = { maxDigits: 20_000 };
  assert.equal(resultOf("digits(7^20000)", options), "16902");
  assert.equal(resultOf("7^23600 - 7^23600", options), "0");
  assert.equal(refusalOf("7^24000 - (7^24000 + 1)", options).code, "result_too_large");
});

Deno.test("x^0 is 1 for a number that is too long to be computed", () => {
  assert.equal(resultOf("(9^9^9)^0"), "1");
  assert.equal(resultOf("(2^20000000)^0 + 1"), "2");
});

Deno.test("a list that takes long to compute has no effect on the plan of its function", () => {
  const p = "10000000000000000000000000000000000000121";
  assert.equal(resultOf("max(divisors(nextprime(10^40)))"), p);
  assert.equal(resultOf("min(divisors(nextprime(10^40)))"), "1");
  assert.equal(resultOf("lcm(divisors(nextprime(10^40)))"), p);
});

Deno.test("an operand that turns out to be long is refused with the exact number of digits", () => {
  const error = refusalOf("7^(10^20000 - 10^20000 + 15000000)");
  assert.deepEqual(error.members, { predicted_digits: 12_676_471, max_digits: 10_000_000 });
});

Deno.test("an integer that the engine computes is the result as it is", () => {
  const { text, details } = evaluated("fib(60000)");
  assert.deepEqual(details, { kind: "integer" });
  assert.deepEqual(text, evaluated("fib(60000)/1").text);
});

Deno.test("values of all types are intermediate results", () => {
  assert.equal(resultOf("[lcm(2^40000, 3) > 5]"), '["true"]');
  assert.equal(resultOf("max([7^50000, 3^50000]) = 7^50000"), "true");
  assert.equal(resultOf("1 > 2 or 2 > 1"), "true");
  assert.equal(resultOf("1 > 2 or 2 > 3"), "false");
  assert.equal(resultOf("1 > 2 and 2 > 1"), "false");
  assert.equal(resultOf("decimal(1/7, 2000)"), `0.${"142857".repeat(334).slice(0, 2_000)}`);
});

Deno.test("a plan predicts the same time whenever it is asked", () => {
  const plan = planExpression(parseExpression("7^100000"), { maxDigits: 1_000_000 });
  assert.equal(plan.predictSeconds(), plan.predictSeconds());
});

Deno.test("a variable without a value is refused", () => {
  for (const name of ["n", "constructor"]) {
    const plan = planExpression(parseExpression(name, new Set([name])), { maxDigits: 100 });
    assert.throws(() => plan.predictSeconds(), {
      code: "invalid_expression",
      errors: [{
        field: "expression",
        message: `the variable "${name}" has no value: add it to variables`,
        start: 0,
        end: name.length,
      }],
    });
  }
});

function refusalOf(expression: string, options?: Evaluation): ServiceError {
  try {
    evaluated(expression, options);
  } catch (error) {
    assert.ok(error instanceof ServiceError, String((error as Error).stack));
    return error;
  }
  throw new Error(`${expression} is not refused`);
}
