import assert from "node:assert/strict";
import { planExpression } from "../../../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { ServiceError } from "../../../../domain/errors.ts";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { resultOf } from "./evaluated.ts";

// The number of digits of 10^(10^10) + 1 is not decided by its logarithm.
const MESSAGES: Readonly<Record<string, RegExp>> = {
  "9^9^9":
    /it has 369693100 digits, but at most 10000000 are allowed; ask for its outline instead$/,
  "9^9^9 + gcd(3, 6)": /it has 369693100 digits, but at most 10000000 are allowed; ask for its/,
  "gcd(9^9^9, 4)": /it has 369693100 digits, but at most 10000000 are allowed$/,
  "10^-(10^12)": /its denominator has 1000000000001 digits/,
  "3^-(10^12)": /its denominator has 477121254720 digits/,
  "2^(10^10)*5^(10^10)": /it has 10000000001 digits/,
  "1 + 10^(10^10)": /its argument alone has 10000000001 digits/,
  "3^50000*(9^9^9 mod 5) + lcm(2^40000000, 3)": /it has 12041200 digits/,
  "9^9^9^9": /its exponent alone has 369693100 digits/,
  "9^9^9^9^9^9": /the number of its digits is itself too long/,
};

Deno.test("a refusal says how many digits a number has", async (t) => {
  for (const [expression, message] of Object.entries(MESSAGES)) {
    await t.step(expression, () => assert.throws(() => resultOf(expression), { message }));
  }
});

Deno.test("digits are not counted for a calculation that has been cancelled", () => {
  const expression = parseExpression("(3^(10^10) + 1)*7^(10^10)", new Set());
  const cancelledAfter = (checkpoints: number): unknown => {
    let left = checkpoints;
    const checkpoint = () => {
      if (left-- === 0) throw new Cancelled();
    };
    try {
      return planExpression(expression, { maxDigits: 1_000_000 }).compute({ checkpoint });
    } catch (error) {
      return error;
    }
  };
  const outcomes = Array.from({ length: 200 }, (_, checkpoints) => cancelledAfter(checkpoints));
  const end = outcomes.findIndex((outcome) => !(outcome instanceof Cancelled));
  assert.ok(end > 20);
  assert.ok(outcomes.slice(end).every((outcome) => outcome instanceof ServiceError));
});

Deno.test("a residue is refused if no method is fast enough for it", () => {
  const expression = "binomial(10^30, 10^12) mod ((2^89 - 1)*(2^107 - 1))";
  assert.throws(() => resultOf(expression), { code: "too_costly" });
});

Deno.test("the numbers of a list are too large together", () => {
  assert.throws(() => resultOf("[2^300, [3^300, 5^300]]", { maxDigits: 400 }), {
    code: "result_too_large",
    members: { predicted_digits: 445, max_digits: 400 },
  });
});
