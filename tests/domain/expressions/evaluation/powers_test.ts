import assert from "node:assert/strict";
import { evaluated, resultOf } from "./evaluated.ts";

const POWERS: Readonly<Record<string, string>> = {
  "0^0": "1",
  "0^5": "0",
  "0^(9^9^9)": "0",
  "(3^50000 - 3^50000)^5": "0",
  "(3^50000 - 3^50000)^2*5": "0",
  "(9^9^9)^0": "1",
  "(-1)^3": "-1",
  "(-1)^4": "1",
  "1^(9^9^9)": "1",
  "(-1)^(9^9^9)": "-1",
  "(-1)^(2^(10^10))": "1",
  "(-3)^-3": "-1/27",
};

Deno.test("powers of 0 and ±1 and powers to 0 are computed for every operand", async (t) => {
  for (const [expression, power] of Object.entries(POWERS)) {
    await t.step(expression, () => {
      const { text, details } = evaluated(expression);
      assert.equal(details.fraction ?? String(text), power);
    });
  }
});

const REFUSALS: Readonly<Record<string, string>> = {
  "0^-1": "division_by_zero",
  "0^-(9^9^9)": "division_by_zero",
  "(3^50000 - 3^50000)^-1": "division_by_zero",
  "(1/2)^(9^9^9)": "result_too_large",
  "(1/3^50000)^(9^9^9)": "result_too_large",
  "(3/2)^(9^9^9)": "result_too_large",
  "9^9^9^9^9/9^9^9^9^9": "result_too_large",
  "9^9^9^9^9 - 5": "result_too_large",
};

Deno.test("a power that has no value or is too long is refused", async (t) => {
  for (const [expression, code] of Object.entries(REFUSALS)) {
    await t.step(expression, () => assert.throws(() => resultOf(expression), { code }));
  }
});

Deno.test("a quotient of factorials may be less than 1", () => {
  assert.equal(evaluated("5000!/5001!").details.fraction ?? resultOf("5000!/5001!"), "1/5001");
});
