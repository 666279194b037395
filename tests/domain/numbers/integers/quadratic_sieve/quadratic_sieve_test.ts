import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled, NEVER_CANCELLED } from "../../../../../domain/numbers/mod.ts";
import { nextPrime } from "../../../../../domain/numbers/integers/next_prime.ts";
import { RecordingContext } from "../../recording_context.ts";
import { quadraticSieve } from "../../../../../domain/numbers/integers/quadratic_sieve/quadratic_sieve.ts";
import { runs } from "../../../../../testing/runs.ts";

Deno.test("quadraticSieve() splits products of two primes of any lengths", () => {
  const start = fc.bigInt({ min: 10n ** 9n, max: 10n ** 14n });
  fc.assert(
    fc.property(start, start, (a, b) => {
      const [p, q] = [nextPrime(a), nextPrime(b)];
      fc.pre(p !== q);
      const factor = quadraticSieve(p * q, NEVER_CANCELLED);
      assert.ok(factor === p || factor === q);
    }),
    { numRuns: runs(60) },
  );
});

Deno.test("quadraticSieve() splits products of several primes", () => {
  const primes = [10n ** 7n, 3n * 10n ** 8n, 10n ** 9n, 10n ** 10n].map((n) => nextPrime(n));
  const n = primes.reduce((product, prime) => product * prime);
  const factor = quadraticSieve(n, NEVER_CANCELLED);
  assert.ok(factor > 1n && factor < n && n % factor === 0n);
});

Deno.test("quadraticSieve() of a prime finds no factor until it is cancelled", () => {
  const prime = nextPrime(10n ** 20n);
  assert.throws(() => quadraticSieve(prime, new RecordingContext(2_000)), Cancelled);
});
