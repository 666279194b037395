import assert from "node:assert/strict";
import { NEVER_CANCELLED } from "../../../../../domain/numbers/mod.ts";
import { createFactorBase } from "../../../../../domain/numbers/integers/quadratic_sieve/factor_base.ts";
import { parametersFor } from "../../../../../domain/numbers/integers/quadratic_sieve/parameters.ts";
import { Polynomials } from "../../../../../domain/numbers/integers/quadratic_sieve/polynomials.ts";
import { nextPrime } from "../../../../../domain/numbers/integers/next_prime.ts";

Deno.test("Polynomials have b² ≡ kn modulo a, new coefficients and correct roots", () => {
  for (const [digits, size, interval] of [[9n, 60, 4_096], [11n, 100, 8_192]] as const) {
    const n = nextPrime(10n ** digits) * nextPrime(7n * 10n ** digits);
    const base = createFactorBase(n, size, NEVER_CANCELLED);
    const polynomials = new Polynomials(base, interval);
    const seen = new Set<string>();
    for (let i = 0; i < 300; i++) {
      polynomials.next();
      const { a, b, first, second } = polynomials;
      assert.equal((b * b - base.product) % a, 0n);
      seen.add(`${a} ${b}`);
      for (let j = 1; j < size; j++) {
        const p = BigInt(base.primes[j]!);
        for (const position of [first[j]!, second[j]!]) {
          if (position >= base.primes[j]!) continue;
          const y = a * BigInt(position - interval / 2) + b;
          assert.equal((y * y - base.product) % p, 0n);
        }
      }
    }
    assert.equal(seen.size, 300);
  }
});

Deno.test("Polynomials of a number too small for the sieve repeat", () => {
  const base = createFactorBase(10_007n * 10_009n, 12, NEVER_CANCELLED);
  const polynomials = new Polynomials(base, 4_096);
  for (let i = 0; i < 500; i++) polynomials.next();
  assert.equal((polynomials.b ** 2n - base.product) % polynomials.a, 0n);
});

Deno.test("parametersFor() grows with the size", () => {
  const sizes = [20, 60, 100, 200, 300].map((bits) => parametersFor(bits).primes);
  assert.deepEqual(sizes, sizes.toSorted((a, b) => a - b));
  assert.ok([20, 99, 201, 300].every((bits) => parametersFor(bits).interval % 4 === 0));
});
