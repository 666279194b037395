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

/** From docs/digits.md. */
const MEASURED: readonly (readonly [result: string, predicted: number, measured: number])[] = [
  ["449!", PREDICTIONS["n!"]!(449), 14.6e-6],
  ["10000!", PREDICTIONS["n!"]!(10_000), 527e-6],
  ["1000000!", PREDICTIONS["n!"]!(1_000_000), 108e-3],
  ["F(4786)", PREDICTIONS["F(n)"]!(4_786), 12.1e-6],
  ["F(47851)", PREDICTIONS["F(n)"]!(47_851), 98.9e-6],
  ["F(10000000)", PREDICTIONS["F(n)"]!(10_000_000), 22.1e-3],
  ["3^2094", PREDICTIONS["3^n"]!(2_094), 11.1e-6],
  ["3^20957", PREDICTIONS["3^n"]!(20_957), 57.3e-6],
  ["3^10000000", PREDICTIONS["3^n"]!(10_000_000), 33.9e-3],
];

Deno.test("predicted seconds grow with the input, apart from transform steps", async (t) => {
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

Deno.test("predictions are within a factor of 2 of times measured on one machine", () => {
  for (const [result, predictedSeconds, measuredSeconds] of MEASURED) {
    const ratio = predictedSeconds / measuredSeconds;
    assert.ok(ratio > 0.5 && ratio < 2, `${ratio} for ${result}`);
  }
});

Deno.test("a base longer than a word adds the cost of multiplying by it", () => {
  const base = parseDecimal("7".repeat(100_000));
  const [square, cube] = ["2", "3"].map((times) => decimalPowerSeconds(base, parseDecimal(times)));
  assert.ok(cube! > 2 * square!, `${square} and ${cube}`);
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

Deno.test("F(−n) takes as long as F(n)", () => {
  for (const n of ["0", "5", "4786", "1e6"]) {
    const [negative, positive] = [`-${n}`, n].map((text) => fibonacciSeconds(parseDecimal(text)));
    assert.equal(negative, positive);
  }
});

Deno.test("powers of 0, 1 and 10 cost less than 10 µs", () => {
  for (const [base, exponent] of [["10", "1e6"], ["0.001", "-1e6"], ["0", "5"], ["1", "1e300"]]) {
    const seconds = decimalPowerSeconds(parseDecimal(base!), parseDecimal(exponent!));
    assert.ok(seconds < 1e-5, `${seconds} for ${base} to the power ${exponent}`);
  }
});
