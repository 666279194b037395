import assert from "node:assert/strict";
import { predictSeconds } from "../../../../domain/numbers/integer/mod.ts";

/** The prediction of each operation by one size, which is shared by all operands. */
const PREDICTIONS: Readonly<Record<string, (digits: number) => number>> = {
  add: (digits) => predictSeconds.add(digits, digits / 2),
  multiply: (digits) => predictSeconds.multiply(digits / 3, digits),
  square: predictSeconds.square,
  power: (digits) => predictSeconds.power(digits / 10, 10),
  quotientAndRemainder: (digits) => predictSeconds.quotientAndRemainder(2 * digits, digits),
  remainderByWord: predictSeconds.remainderByWord,
  gcd: (digits) => predictSeconds.gcd(digits, digits / 2),
  isqrt: (digits) => predictSeconds.iroot(digits, 2),
  iroot: (digits) => predictSeconds.iroot(digits, 7),
  decimalText: predictSeconds.decimalText,
};

for (const [name, predict] of Object.entries(PREDICTIONS)) {
  Deno.test(`the predicted time of ${name} is positive and grows with the digits`, () => {
    const short = [1, 30, 300, 900].map(predict);
    const long = [6_000, 20_000, 1e5, 1e6, 1e7].map(predict);
    for (const times of [short, long]) assert.deepEqual(times, times.toSorted((a, b) => a - b));
    for (const digits of [1e11, 1e300, Infinity]) assert.equal(predict(digits), Infinity);
    assert.ok(short[0]! > 0 && short[0]! < 1e-5, `${short[0]} s for one digit`);
    assert.ok(long.at(-1)! > 100 * long[0]!);
  });
}

Deno.test("roots of degree 1, and of degrees so large that they are 1, take little time", () => {
  assert.ok(predictSeconds.iroot(1e7, 1) < 1e-5);
  assert.ok(predictSeconds.iroot(1e7, 1e9) < 1e-5);
});

Deno.test("predictions include the conversion of the shorter operand to limbs", () => {
  const [mixed, limbs] = [1_000, 1_201].map((digits) => predictSeconds.add(digits, 5_000));
  assert.ok(mixed! > 2 * limbs!);
});
