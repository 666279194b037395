import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decimalPowerSeconds,
  factorialSeconds,
  fibonacciSeconds,
  parseDecimal,
} from "../../../domain/numbers/mod.ts";

const PREDICTIONS: Readonly<Record<string, (size: number) => number>> = {
  "n!": (size) => factorialSeconds(parseDecimal(String(size))),
  "F(n)": (size) => fibonacciSeconds(parseDecimal(String(size))),
  "3^n": (size) => decimalPowerSeconds(parseDecimal("3"), parseDecimal(String(size))),
  "1.7^-n": (size) => decimalPowerSeconds(parseDecimal("1.7"), parseDecimal(`-${size}`)),
};

Deno.test("predicted seconds grow with the input, up to the steps of transforms", async (t) => {
  const size = fc.double({ min: 0, max: 7, noNaN: true }).map((log) => Math.floor(10 ** log));
  for (const [name, predict] of Object.entries(PREDICTIONS)) {
    await t.step(name, () => {
      fc.assert(fc.property(size, size, (a, b) => {
        const [smaller, larger] = [Math.min(a, b), Math.max(a, b)];
        assert.ok(predict(smaller) <= 2 * predict(larger));
        assert.ok(predict(16 * larger) >= predict(smaller));
      }));
    });
  }
});

Deno.test("powers of 1 and −1 cost less than a millisecond for any exponent", () => {
  for (const base of ["1", "-1", "1.00"]) {
    for (const exponent of ["7", "1e308", "1e400", "-1e400"]) {
      assert.ok(decimalPowerSeconds(parseDecimal(base), parseDecimal(exponent)) < 1e-3);
    }
  }
});

Deno.test("predicted seconds do not jump where the method changes", async (t) => {
  for (const [name, predict] of Object.entries(PREDICTIONS)) {
    await t.step(name, () => {
      for (let size = 10; size < 1e6; size = Math.ceil(size * 1.02)) {
        const growth = predict(size * 1.02) / predict(size);
        assert.ok(growth > 0.4 && growth < 2.5, `${growth} at ${size}`);
      }
    });
  }
});

Deno.test("predicted seconds of small inputs are between a nanosecond and a millisecond", () => {
  for (const predict of Object.values(PREDICTIONS)) {
    for (const size of [0, 1, 2, 99, 100]) assert.ok(predict(size) > 1e-9 && predict(size) < 1e-3);
  }
});

Deno.test("powers of 0, 1 and 10 cost less than 10 µs", () => {
  for (const [base, exponent] of [["10", "1e6"], ["0.001", "-1e6"], ["0", "5"], ["1", "1e300"]]) {
    const seconds = decimalPowerSeconds(parseDecimal(base!), parseDecimal(exponent!));
    assert.ok(seconds < 1e-5, `${seconds} for ${base} to the power ${exponent}`);
  }
});
