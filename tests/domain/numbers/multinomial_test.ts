import assert from "node:assert/strict";
import fc from "fast-check";
import { binomial } from "../../../domain/numbers/binomial.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import {
  multinomial,
  multinomialDigits,
  multinomialSeconds,
} from "../../../domain/numbers/multinomial.ts";
import { runs } from "../../../testing/runs.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

/** One list for each method: BigInt, primes, and divided factors with a small and a large rest. */
const LISTS: readonly (readonly bigint[])[] = [
  [3n, 4n, 5n],
  [3_000n, 2_000n, 3_000n],
  [10n ** 12n, 300n, 200n],
  [5_000n, 10n ** 30n, 4_000n, 0n],
];

Deno.test("multinomial() is the product of the binomial coefficients of the partial sums", () => {
  for (const parts of LISTS) assert.equal(value(parts), ofBinomials(parts), String(parts));
  const parts = fc.array(fc.bigInt({ min: 0n, max: 400n }), { maxLength: 12 });
  fc.assert(
    fc.property(parts, (parts) => {
      assert.equal(value(parts), ofBinomials(parts));
      assert.equal(value(parts.toReversed()), value(parts));
    }),
    { numRuns: runs(50) },
  );
});

Deno.test("multinomial() of one part, of no parts and of ones", () => {
  assert.equal(value([]), 1n);
  assert.equal(value([0n, 0n]), 1n);
  assert.equal(value([10n ** 400n]), 1n);
  assert.equal(value(Array(10).fill(1n)), 3_628_800n);
  assert.equal(value([10n ** 400n, 1n]), 10n ** 400n + 1n);
  assert.equal(value([1n, 10n ** 4_000n]), 10n ** 4_000n + 1n);
});

Deno.test("multinomial() reports progress, and stops when any checkpoint throws", () => {
  for (const parts of [[90_000n, 80_000n], [10n ** 12n, 20_000n, 10n]]) {
    const whole = new RecordingContext();
    multinomial(parts, whole);
    whole.assertProgress();
    for (const last of [1, 5, whole.checkpoints]) {
      assert.throws(() => multinomial(parts, new RecordingContext(last)), Cancelled);
    }
  }
});

Deno.test("multinomialDigits() is at most 2 too high", () => {
  for (const parts of [...LISTS, [1n], [], [100_000n, 100_000n, 50_000n]]) {
    const excess = multinomialDigits(parts) -
      textOf(multinomial(parts, NEVER_CANCELLED)).length;
    assert.ok(excess >= 0 && excess <= 2, `${excess} for ${parts}`);
  }
  assert.equal(multinomialDigits([10n ** 400n, 10n ** 399n]), Infinity);
});

Deno.test("multinomialSeconds() is small for small results, and grows", () => {
  const lists = [[2n, 3n], [300n, 300n], [5_000n, 5_000n], [10n ** 6n, 10n ** 6n, 10n ** 6n], [
    10n ** 20n,
    10n ** 7n,
    10n ** 6n,
  ]];
  const seconds = lists.map(multinomialSeconds);
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
  assert.ok(seconds[0]! < 1e-5);
  assert.equal(multinomialSeconds([10n ** 400n, 10n ** 399n]), Infinity);
});

function value(parts: readonly bigint[]): bigint {
  return valueOf(multinomial(parts, NEVER_CANCELLED));
}

function ofBinomials(parts: readonly bigint[]): bigint {
  let [sum, product] = [0n, 1n];
  for (const part of parts) {
    sum += part;
    product *= valueOf(binomial(sum, part, NEVER_CANCELLED));
  }
  return product;
}
