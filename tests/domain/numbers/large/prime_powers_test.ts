import assert from "node:assert/strict";
import fc from "fast-check";
import { factorialExponents } from "../../../../domain/numbers/integers/prime_exponents.ts";
import { smallPrimes } from "../../../../domain/numbers/integers/small_primes.ts";
import {
  type PrimeExponent,
  primePowerProduct,
} from "../../../../domain/numbers/large/prime_powers.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { digitsFromLimbs } from "../../../../domain/numbers/limbs/text.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { smallFactorial } from "../../../../domain/numbers/small/factorial.ts";

const primes = [...smallPrimes(3_000)];
const powers = fc.uniqueArray(
  fc.record({ prime: fc.constantFrom(...primes), exponent: fc.nat({ max: 300 }) }),
  { selector: ({ prime }) => prime },
);

Deno.test("primePowerProduct() equals the plain product", () => {
  fc.assert(fc.property(powers, (powers) => {
    const expected = powers.reduce(
      (product, { prime, exponent }) => product * BigInt(prime) ** BigInt(exponent),
      1n,
    );
    assert.equal(valueOf(powers), expected);
  }));
});

Deno.test("primePowerProduct() keeps the powers of ten apart", () => {
  const { limbs, zeros } = product([{ prime: 5, exponent: 9 }, { prime: 2, exponent: 7 }]);
  assert.deepEqual([digitsFromLimbs(limbs), zeros], ["25", 7]);
});

Deno.test("primePowerProduct() of a factorial's exponents is the factorial", () => {
  const { meter } = Multiplier.for(NEVER_CANCELLED);
  for (const n of [2, 30, 3_000]) {
    assert.equal(valueOf(factorialExponents(n, meter)), smallFactorial(n));
  }
});

function product(powers: Iterable<PrimeExponent>) {
  return primePowerProduct(powers, Multiplier.for(NEVER_CANCELLED));
}

function valueOf(powers: Iterable<PrimeExponent>): bigint {
  const { limbs, zeros } = product(powers);
  return BigInt(digitsFromLimbs(limbs)) * 10n ** BigInt(zeros);
}
