import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compareLimbs,
  difference,
  negation,
  signOf,
  sum,
} from "../../../../domain/numbers/limbs/addition.ts";
import { bigintFromLimbs, limbsFromBigint } from "../../../../domain/numbers/limbs/bigint.ts";
import { LARGEST_LIMB, type Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { arbitraryLimbs, bigintOf } from "./arbitrary_limbs.ts";

Deno.test("sums and differences are exact and balanced", () => {
  fc.assert(fc.property(arbitraryLimbs(200), arbitraryLimbs(200), (x, y) => {
    assertEqual(sum(x, y), bigintOf(x) + bigintOf(y));
    assertEqual(difference(x, y), bigintOf(x) - bigintOf(y));
    assertEqual(difference(x, x), 0n);
    assertEqual(sum(x, negation(x)), 0n);
  }));
});

Deno.test("a carry runs through the longer number", () => {
  const ones = (count: number) => new Int16Array(count).fill(LARGEST_LIMB);
  assertEqual(sum(ones(50), Int16Array.of(1)), bigintOf(ones(50)) + 1n);
  assertEqual(difference(negation(ones(50)), Int16Array.of(1)), -bigintOf(ones(50)) - 1n);
});

Deno.test("compareLimbs() orders numbers, also those with two representations", () => {
  fc.assert(fc.property(arbitraryLimbs(60), arbitraryLimbs(60), (x, y) => {
    const [a, b] = [bigintOf(x), bigintOf(y)];
    assert.equal(compareLimbs(x, y), a === b ? 0 : a < b ? -1 : 1);
    assert.equal(compareLimbs(x, sum(x, Int16Array.of(1))), -1);
    assert.equal(signOf(x), a === 0n ? 0 : a < 0n ? -1 : 1);
  }));
  assert.equal(compareLimbs(Int16Array.of(7, LARGEST_LIMB), Int16Array.of(7, -LARGEST_LIMB, 1)), 0);
  assert.equal(compareLimbs(Int16Array.of(8, LARGEST_LIMB), Int16Array.of(7, -LARGEST_LIMB, 1)), 1);
});

Deno.test("limbs of bigints are their inverse", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 90n), max: 10n ** 90n }), (value) => {
    assertEqual(limbsFromBigint(value), value);
    assert.equal(bigintFromLimbs(limbsFromBigint(value)), value);
  }));
  assert.deepEqual(limbsFromBigint(0n), new Int16Array());
  assert.equal(bigintFromLimbs(new Int16Array()), 0n);
});

function assertEqual(limbs: Limbs, value: bigint): void {
  assert.equal(bigintOf(limbs), value);
  assert.ok(limbs.every((limb) => Math.abs(limb) <= LARGEST_LIMB));
  assert.notEqual(limbs.at(-1), 0);
}
