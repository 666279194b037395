import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { digitSum } from "../../../../domain/numbers/integers/digit_sum.ts";
import { smallFactorial } from "../../../../domain/numbers/small/factorial.ts";
import { RecordingContext } from "../recording_context.ts";
import { integers } from "./arbitrary_integers.ts";

Deno.test("digitSum() of known numbers", () => {
  assert.equal(digitSum(2n ** 1_000n, 10), 1_366);
  assert.equal(digitSum(smallFactorial(1_000), 10), 10_539);
  assert.equal(digitSum(0n, 10), 0);
  assert.equal(digitSum(-255n, 16), 30);
  assert.equal(digitSum(35n, 36), 35);
});

Deno.test("digitSum() equals repeated division", () => {
  fc.assert(fc.property(integers(300), fc.integer({ min: 2, max: 36 }), (n, base) => {
    let sum = 0n;
    for (let rest = n < 0n ? -n : n; rest > 0n; rest /= BigInt(base)) sum += rest % BigInt(base);
    assert.equal(BigInt(digitSum(n, base)), sum);
  }));
});

Deno.test("digitSum() of a long number is the sum over its parts", () => {
  for (const base of [2, 7, 10, 36]) {
    const [high, low] = [3n ** 60_000n, 7n ** 20_000n];
    const shifted = high * BigInt(base) ** 100_000n;
    assert.equal(digitSum(shifted + low, base), digitSum(high, base) + digitSum(low, base));
  }
});

Deno.test("digitSum() rejects other bases, and stops when any checkpoint throws", () => {
  for (const base of [1, 37, 2.5]) assert.throws(() => digitSum(1n, base), RangeError);
  const whole = new RecordingContext();
  digitSum(3n ** 100_000n, 10, whole);
  for (const last of [1, 3, whole.checkpoints]) {
    assert.throws(() => digitSum(3n ** 100_000n, 10, new RecordingContext(last)), Cancelled);
  }
});
