import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { isPrime } from "../../../../domain/numbers/integers/is_prime.ts";
import { nextPrimeSeconds } from "../../../../domain/numbers/integers/is_prime_seconds.ts";
import { nextPrime, prevPrime } from "../../../../domain/numbers/integers/next_prime.ts";
import { smallPrimes } from "../../../../domain/numbers/integers/small_primes.ts";
import { RecordingContext } from "../recording_context.ts";
import { positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("nextPrime() and prevPrime() visit the primes of the sieve", () => {
  let [next, previous]: [bigint, bigint | undefined] = [-3n, 10_008n];
  const primes = [...smallPrimes(10_007)].map(BigInt);
  for (const prime of primes) assert.equal(next = nextPrime(next), prime);
  for (const prime of primes.reverse()) assert.equal(previous = prevPrime(previous!), prime);
  assert.equal(prevPrime(2n), undefined);
  assert.equal(prevPrime(-1n), undefined);
});

Deno.test("nextPrime() and prevPrime() around 10^100", () => {
  assert.equal(nextPrime(10n ** 100n), 10n ** 100n + 267n);
  assert.equal(prevPrime(10n ** 100n), 10n ** 100n - 797n);
});

Deno.test("nextPrime() and prevPrime() skip no prime", () => {
  fc.assert(
    fc.property(positiveIntegers(110), (n) => {
      const next = nextPrime(n);
      for (let m = n + 1n; m < next; m++) assert.equal(isPrime(m).isPrime, false);
      assert.ok(isPrime(next).isPrime);
      const before = prevPrime(next);
      if (before === undefined) assert.equal(next, 2n);
      else assert.equal(nextPrime(before), next);
    }),
    { numRuns: 40 },
  );
});

Deno.test("nextPrime() crosses a gap that is longer than its sieve", () => {
  // This prime is followed by the maximal gap of 1,476.
  assert.equal(nextPrime(1425172824437699411n), 1425172824437699411n + 1_476n);
  const gap = 4_652_353n;
  let wide = 1n;
  for (const prime of smallPrimes(500)) wide *= BigInt(prime);
  const next = nextPrime(wide * gap);
  assert.ok(next - wide * gap >= 500n);
});

Deno.test("nextPrime() stops when any checkpoint throws", () => {
  const whole = new RecordingContext();
  nextPrime(10n ** 100n, whole);
  for (const last of [1, 50, whole.checkpoints]) {
    assert.throws(() => nextPrime(10n ** 100n, new RecordingContext(last)), Cancelled);
  }
  assert.ok(nextPrimeSeconds(10n ** 300n) > nextPrimeSeconds(-5n));
});
