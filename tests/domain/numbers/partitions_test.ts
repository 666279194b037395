import assert from "node:assert/strict";
import { Meter } from "../../../domain/numbers/meter.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import {
  partitions,
  partitionsDigits,
  partitionsSeconds,
} from "../../../domain/numbers/partitions.ts";
import { partitionsByRecurrence } from "../../../domain/numbers/small/partitions_recurrence.ts";
import { partitionsBySeries } from "../../../domain/numbers/small/partitions_series.ts";
import { summary } from "./combinatorics_values.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

/** OEIS A000041. */
const FIRST = [
  1,
  1,
  2,
  3,
  5,
  7,
  11,
  15,
  22,
  30,
  42,
  56,
  77,
  101,
  135,
  176,
  231,
  297,
  385,
  490,
  627,
];

const meter = new Meter(NEVER_CANCELLED);

Deno.test("partitions() of small integers, of 100 and of 1,000", () => {
  FIRST.forEach((expected, n) => assert.equal(value(n), BigInt(expected)));
  assert.equal(value(100), 190_569_292n);
  assert.equal(value(1_000), 24_061_467_864_032_622_473_692_149_727_991n);
});

Deno.test("the series and Euler's recurrence yield the same number of partitions", () => {
  for (let n = 300; n < 500; n++) {
    assert.equal(partitionsBySeries(n, meter), partitionsByRecurrence(n), String(n));
  }
  for (const n of [777, 1_000, 1_999, 4_321]) {
    assert.equal(partitionsBySeries(n, meter), partitionsByRecurrence(n), String(n));
  }
});

Deno.test("partitions() of 10^6", () => {
  assert.deepEqual(summary(textOf(partitions(10 ** 6, NEVER_CANCELLED))), [
    1_108,
    "14716849863582233986",
    "15630003467104673818",
  ]);
});

Deno.test("partitions() satisfies Ramanujan's congruences", () => {
  for (const [m, residue] of [[5, 4], [7, 5], [11, 6], [25, 24], [49, 47], [121, 116]] as const) {
    for (const multiple of [50, 1_001, 20_003]) {
      const n = m * multiple + residue;
      assert.equal(value(n) % BigInt(m), 0n, `${n} modulo ${m}`);
    }
  }
});

Deno.test("partitions() reports progress, and stops when any checkpoint throws", () => {
  const whole = new RecordingContext();
  partitions(100_000, whole);
  assert.ok(whole.fractions.length > 10);
  assert.deepEqual(whole.fractions, whole.fractions.toSorted((a, b) => a - b));
  for (const last of [1, 5, 100, whole.checkpoints]) {
    assert.throws(() => partitions(100_000, new RecordingContext(last)), Cancelled);
  }
});

Deno.test("partitionsDigits() is an upper bound", () => {
  for (const n of [0, 1, 2, 5, 10, 100, 1_000, 100_000]) {
    const excess = partitionsDigits(n) - textOf(partitions(n, NEVER_CANCELLED)).length;
    assert.ok(excess >= 0 && excess <= 3, `${excess} for ${n}`);
  }
  assert.equal(partitionsDigits(Infinity), Infinity);
});

Deno.test("partitionsSeconds() grows, and partitions() rejects numbers without a prediction", () => {
  const seconds = [0, 10, 300, 10_000, 10 ** 6, 10 ** 9, 10 ** 13].map(partitionsSeconds);
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
  assert.equal(seconds.at(-1), Infinity);
  assert.throws(() => partitions(10 ** 13, NEVER_CANCELLED), RangeError);
});

function value(n: number): bigint {
  return valueOf(partitions(n, NEVER_CANCELLED));
}
