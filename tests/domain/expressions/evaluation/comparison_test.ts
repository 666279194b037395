import assert from "node:assert/strict";
import { ServiceError } from "../../../../domain/errors.ts";
import { resultOf } from "./evaluated.ts";

const COMPARISONS: Readonly<Record<string, boolean>> = {
  "-(9^9^9) < 9^9^9": true,
  "lcm([2^30000, 3^20000]) + 1 > 5": true,
  "9^9^9 < -(9^9^9)": false,
  "2^(10^10) < 3^(10^10)": true,
  "3^(10^10) < 2^(10^10)": false,
  "-(2^(10^10)) > -(3^(10^10))": true,
  "-(3^(10^10)) > -(2^(10^10))": false,
  "2^(10^18) - 2^(10^18 - 1) > -(2^(10^18))": true,
  "2^(10^18 - 1) - 2^(10^18) > 2^(10^18)": false,
  "9^9^9 = 9^9^9 + 1": false,
  "(10^12)! + 1 = (10^12)! + 2": false,
  "1 + 1/3^50000 > 1": true,
  "1/3^50000 - 1 = 0 - 1": false,
  "(9^9^9 + 1)^-1 < 1/2": true,
  "(1/2)^(10^10) + 1e-5000000 < 1": true,
  "(-(9^9^9) - 1)^3 < 0": true,
  "(-(9^9^9) - 1)^0 = 1": true,
  "abs(2^(10^10) - 3^(10^10)) > 9^9^9": true,
  "(3^(10^10) + 1)/(2^(10^10) + 1)*5 > 1": true,
  "0 - 9^9^9 < 9^9^9 + 0": true,
  "abs(3^50000 - 3^50000) > 0": false,
  "max(9^9^9, 1) + (10^12)! = max(9^9^9, 1) + (10^12)!": true,
};

Deno.test("numbers are compared by sign, logarithm, residue or value", async (t) => {
  for (const [expression, isTrue] of Object.entries(COMPARISONS)) {
    await t.step(expression, () => assert.equal(resultOf(expression), String(isTrue)));
  }
});

const LONG = [
  "-(x^(9^9))",
  "(9^9^9)!",
  "f(10^18)",
  "lcm([2^40000000, x])",
  "1e1000000000000 + 1",
];

Deno.test("a number equals itself, however long it is", async (t) => {
  const variables = { x: { digits: "7", exponent: 0, negative: false } };
  for (const number of LONG) {
    await t.step(number, () => {
      assert.equal(resultOf(`${number} = ${number}`, { variables }), "true");
      assert.equal(resultOf(`${number} < ${number}`, { variables }), "false");
    });
  }
});

Deno.test("an expression without a value does not equal itself", async (t) => {
  const zero = "(3^90000 - 3^90000)";
  for (const part of [`1/${zero}`, `1//${zero}`, `5 mod ${zero}`, `${zero}^-1`]) {
    await t.step(part, () => {
      assert.throws(() => resultOf(`2 + ${part} = 2 + ${part}`), (error: ServiceError) => {
        assert.equal(error.code, "division_by_zero");
        assert.deepEqual(error.errors?.map(({ start }) => start), [4]);
        return true;
      });
    });
  }
  const remainder = "3^90001/2^90000 mod 6^90000";
  assert.throws(() => resultOf(`${remainder} = ${remainder}`), { code: "not_invertible" });
  for (const root of ["sqrt(-(9^9^9))", "sqrt(3^90001)", "2^(3^90000/2)"]) {
    await t.step(root, () => assert.throws(() => resultOf(`${root} = ${root}`), ServiceError));
  }
});

Deno.test("long numbers that differ by too little are not compared", () => {
  assert.throws(() => resultOf("9^9^9/7 = 9^9^9/7 + 1/7"), { code: "too_costly" });
});
