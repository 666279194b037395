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
  "(-1)^((10^20000 - 1)/3)": "-1",
  "(-1)^((3^300000 - 3)/2)": "-1",
  "1^((10^20000 - 1)/3)": "1",
  "(f(60000) - f(60000))^0": "1",
  "0*((9^9^9)! - 9^9^9)": "0",
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
  "(-1)^(10^20000/3)": "invalid_expression",
  "1^(10^20000/3)": "invalid_expression",
  "0^(10^20000/3)": "invalid_expression",
  "(1/(f(60000) - f(60000)))^0": "division_by_zero",
  "1^(1/(f(60000) - f(60000)))^2": "division_by_zero",
  "0*(1/(f(60000) - f(60000)))": "division_by_zero",
  "0*(10^20000/3)!": "result_too_large",
  "0//(1/(f(60000) - f(60000)))": "division_by_zero",
};

Deno.test("a power that has no value or is too long is refused", async (t) => {
  for (const [expression, code] of Object.entries(REFUSALS)) {
    await t.step(expression, () => assert.throws(() => resultOf(expression), { code }));
  }
});

Deno.test("an operand without a value has no sign", async (t) => {
  const inverse = "1/(f(60000) - f(60000))";
  for (const text of [`sign((${inverse})^0)`, `(${inverse})^0 > -1`, `-5 < (${inverse})^0`]) {
    await t.step(text, () => assert.throws(() => resultOf(text), { code: "division_by_zero" }));
  }
  for (const text of ["sign(2^(10^20000/3))", "2^(10^20000/3) > -5"]) {
    await t.step(text, () => assert.throws(() => resultOf(text), { code: "result_too_large" }));
  }
});

Deno.test("a quotient of factorials may be less than 1", () => {
  assert.equal(evaluated("5000!/5001!").details.fraction ?? resultOf("5000!/5001!"), "1/5001");
});
