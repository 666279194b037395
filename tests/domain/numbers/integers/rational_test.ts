import assert from "node:assert/strict";
import fc from "fast-check";
import { bitLength } from "../../../../domain/numbers/integers/bit_length.ts";
import { gcd } from "../../../../domain/numbers/integers/gcd.ts";
import { reduce } from "../../../../domain/numbers/integers/rational.ts";
import { integers, positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("reduce() returns the same fraction in lowest terms, with a positive denominator", () => {
  fc.assert(fc.property(integers(300), positiveIntegers(300), fc.boolean(), (p, q, isNegative) => {
    const below = isNegative ? -q : q;
    const { numerator, denominator } = reduce(p, below);
    assert.ok(denominator > 0n);
    assert.equal(gcd(numerator, denominator), 1n);
    assert.equal(numerator * below, p * denominator);
  }));
  assert.deepEqual(reduce(0n, -5n), { numerator: 0n, denominator: 1n });
  assert.throws(() => reduce(1n, 0n), RangeError);
});

Deno.test("bitLength() is the length in base 2, ignoring the sign", () => {
  fc.assert(fc.property(integers(3_000), (n) => {
    assert.equal(bitLength(n), n === 0n ? 0 : (n < 0n ? -n : n).toString(2).length);
  }));
  assert.deepEqual([0n, 1n, -1n, 2n ** 64n].map(bitLength), [0, 1, 1, 65]);
});
