import assert from "node:assert/strict";
import fc from "fast-check";
import { bell } from "../../../domain/numbers/bell.ts";
import { Meter } from "../../../domain/numbers/meter.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { stirling2Sum } from "../../../domain/numbers/small/stirling2_sum.ts";
import { stirling2Triangle } from "../../../domain/numbers/small/stirling2_triangle.ts";
import { stirling2, stirling2Digits, stirling2Seconds } from "../../../domain/numbers/stirling2.ts";
import { runs } from "../../../testing/runs.ts";
import { summary } from "./combinatorics_values.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

const meter = new Meter(NEVER_CANCELLED);

Deno.test("stirling2() satisfies S(n, k) = k · S(n − 1, k) + S(n − 1, k − 1)", () => {
  let row = [1n];
  for (let n = 0n; n <= 70n; n++) {
    for (let k = 0n; k <= n + 2n; k++) assert.equal(value(n, k), row[Number(k)] ?? 0n);
    row = [0n, ...row].map((entry, k) => entry + BigInt(k) * (row[k] ?? 0n));
  }
});

Deno.test("stirling2() of 100 and 50, and of 1,000 and 500", () => {
  const text = textOf(stirling2(100n, 50n, NEVER_CANCELLED));
  assert.match(text, /^43098323700936634042[0-9]*45598261659992013900$/);
  const recurrence = 500n * value(999n, 500n) + value(999n, 499n);
  assert.equal(value(1_000n, 500n), recurrence);
});

Deno.test("the sum and the triangle yield the same Stirling numbers", () => {
  const pairs = fc.integer({ min: 3, max: 400 })
    .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 2, max: n - 1 })));
  fc.assert(
    fc.property(pairs, ([n, k]) => {
      assert.equal(stirling2Sum(n, k, meter), stirling2Triangle(n, k, meter));
    }),
    { numRuns: runs(40) },
  );
});

Deno.test("the Stirling numbers of n add up to its Bell number", () => {
  for (const n of [0, 1, 2, 7, 50, 211, 400]) {
    let sum = 0n;
    for (let k = 0; k <= n; k++) sum += value(BigInt(n), BigInt(k));
    assert.equal(sum, valueOf(bell(n, NEVER_CANCELLED)), String(n));
  }
});

Deno.test("stirling2() accepts long integers next to the edges of the triangle", () => {
  const n = 10n ** 400n;
  assert.equal(value(n, 0n), 0n);
  assert.equal(value(n, 1n), 1n);
  assert.equal(value(n, n - 1n), n * (n - 1n) / 2n);
  assert.equal(value(n, n), 1n);
  assert.equal(value(n, n + 1n), 0n);
  assert.ok(stirling2Seconds(n, n - 1n) < 1e-2);
  assert.equal(stirling2Digits(n, n - 1n), 800);
  for (const k of [2n, n / 2n]) {
    assert.equal(stirling2Seconds(n, k), Infinity);
    assert.equal(stirling2Digits(n, k), Infinity);
    assert.throws(() => stirling2(n, k, NEVER_CANCELLED), RangeError);
  }
});

Deno.test("stirling2() of 2 classes is 2^(n − 1) − 1", () => {
  assert.equal(value(50_000n, 2n), 2n ** 49_999n - 1n);
});

Deno.test("stirling2() reports progress, and stops when any checkpoint throws", () => {
  for (const [n, k] of [[1_500n, 700n], [2_200n, 2_100n]] as const) {
    const whole = new RecordingContext();
    const text = textOf(stirling2(n, k, whole));
    assert.ok(text.length > 100);
    const { fractions } = whole;
    assert.ok(fractions.length > 10);
    assert.deepEqual(fractions, fractions.toSorted((a, b) => a - b));
    for (const last of [1, 5, whole.checkpoints]) {
      assert.throws(() => stirling2(n, k, new RecordingContext(last)), Cancelled);
    }
  }
});

Deno.test("stirling2Digits() is an upper bound, close at both edges of the triangle", () => {
  const pairs = fc.integer({ min: 1, max: 500 })
    .chain((n) => fc.tuple(fc.constant(BigInt(n)), fc.bigInt({ min: 0n, max: BigInt(n) + 1n })));
  fc.assert(
    fc.property(pairs, ([n, k]) => {
      const digits = String(value(n, k)).length;
      assert.ok(stirling2Digits(n, k) >= digits);
      assert.ok(stirling2Digits(n, k) <= 1.3 * digits + 2);
    }),
  );
  assert.deepEqual(summary(String(value(20_000n, 3n)))[0], stirling2Digits(20_000n, 3n));
});

Deno.test("stirling2Seconds() grows", () => {
  const seconds = [[5n, 2n], [100n, 50n], [1_000n, 500n], [10_000n, 5_000n]]
    .map(([n, k]) => stirling2Seconds(n!, k!));
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
});

function value(n: bigint, k: bigint): bigint {
  return valueOf(stirling2(n, k, NEVER_CANCELLED));
}
