import assert from "node:assert/strict";
import fc from "fast-check";
import {
  baseDigits,
  baseDigitsSeconds,
  createIntegerArithmetic,
  digitSum,
  digitSumSeconds,
} from "../../../../domain/numbers/integer/mod.ts";
import { Cancelled, NEVER_CANCELLED, Workspace } from "../../../../domain/numbers/mod.ts";
import { integers as bigints } from "../integers/arbitrary_integers.ts";
import { runs } from "../../../../testing/runs.ts";
import { RecordingContext } from "../recording_context.ts";

const context = { ...NEVER_CANCELLED, workspace: new Workspace() };
const integers = createIntegerArithmetic(context);
const tools = { integers, context };

const textOf = (n: bigint, base: number) =>
  baseDigits(integers.fromBigint(n), base, tools).join("");
const sumOf = (n: bigint, base: number) => digitSum(integers.fromBigint(n), base, tools);

Deno.test("baseDigits() equals BigInt's text without its sign", () => {
  fc.assert(
    fc.property(bigints(9_000), fc.integer({ min: 2, max: 36 }), (n, base) => {
      assert.equal(textOf(n, base), (n < 0n ? -n : n).toString(base));
    }),
    { numRuns: runs(100) },
  );
  for (const base of [2, 7, 36]) {
    for (const n of [3n ** 60_000n, BigInt(base) ** 20_000n, BigInt(base) ** 20_000n - 1n, 0n]) {
      assert.equal(textOf(n, base), n.toString(base));
    }
  }
});

Deno.test("digitSum() of known numbers", () => {
  assert.equal(sumOf(2n ** 1_000n, 10), 1_366);
  assert.equal(sumOf(0n, 10), 0);
  assert.equal(sumOf(-255n, 16), 30);
  assert.equal(sumOf(35n, 36), 35);
});

Deno.test("digitSum() of a long number is the sum over its parts", () => {
  for (const base of [2, 7, 10, 36]) {
    const [high, low] = [3n ** 60_000n, 7n ** 20_000n];
    const shifted = high * BigInt(base) ** 100_000n;
    assert.equal(sumOf(-(shifted + low), base), sumOf(high, base) + sumOf(low, base));
  }
});

Deno.test("other bases are rejected, and any checkpoint stops a conversion", () => {
  for (const base of [1, 37, 2.5]) assert.throws(() => textOf(1n, base), RangeError);
  const n = integers.fromBigint(3n ** 100_000n);
  for (const base of [10, 7]) {
    const whole = new RecordingContext();
    digitSum(n, base, { integers: createIntegerArithmetic(whole), context: whole });
    for (const last of [1, whole.checkpoints]) {
      const context = new RecordingContext(last);
      const cancelled = { integers: createIntegerArithmetic(context), context };
      assert.throws(() => digitSum(n, base, cancelled), Cancelled);
    }
  }
});

Deno.test("the predicted time of a conversion grows with the digits", () => {
  for (const seconds of [baseDigitsSeconds, (digits: number) => digitSumSeconds(digits, 10)]) {
    const times = [10, 1_000, 10_000, 1_000_000].map(seconds);
    assert.deepEqual(times, times.toSorted((a, b) => a - b));
    assert.ok(times[0]! > 0);
  }
  assert.ok(digitSumSeconds(10_000, 7) > digitSumSeconds(10_000, 10));
});
