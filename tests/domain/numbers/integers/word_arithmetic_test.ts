import assert from "node:assert/strict";
import fc from "fast-check";
import { smallPrimes } from "../../../../domain/numbers/integers/small_primes.ts";
import {
  wordInverse,
  wordPower,
  wordSquareRoot,
} from "../../../../domain/numbers/integers/word_arithmetic.ts";

const primes = [...smallPrimes(2_000).subarray(1), 1_000_003, 65_537, 12_289, 67_108_859];

Deno.test("wordInverse() times the number is 1", () => {
  fc.assert(fc.property(fc.constantFrom(...primes), fc.nat(), (p, a) => {
    const value = a % (p - 1) + 1;
    assert.equal(BigInt(value) * BigInt(wordInverse(value, p)) % BigInt(p), 1n);
  }));
});

Deno.test("wordSquareRoot() finds a root of every square", () => {
  fc.assert(fc.property(fc.constantFrom(...primes), fc.nat(), (p, a) => {
    const square = Number(BigInt(a) ** 2n % BigInt(p));
    if (square === 0) return;
    const root = BigInt(wordSquareRoot(square, p));
    assert.equal(Number(root * root % BigInt(p)), square);
  }));
});

Deno.test("wordPower() of the largest modulus satisfies Fermat's little theorem", () => {
  for (const base of [2, 3, 67_108_858]) assert.equal(wordPower(base, 67_108_858, 67_108_859), 1);
  assert.equal(wordPower(0, 0, 1), 0);
});
