import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { factor } from "../../../../domain/numbers/integers/factor.ts";
import { predictFactorSeconds } from "../../../../domain/numbers/integers/factor_seconds.ts";
import { isPrime } from "../../../../domain/numbers/integers/is_prime.ts";
import { nextPrime } from "../../../../domain/numbers/integers/next_prime.ts";
import { smallFactorial } from "../../../../domain/numbers/small/factorial.ts";
import { runs } from "../../../../testing/runs.ts";
import { threadCpuClock } from "../../../../testing/thread_cpu_time.ts";
import { RecordingContext } from "../recording_context.ts";
import { positiveIntegers } from "./arbitrary_integers.ts";

/** A product of two primes of 25 digits, which takes some tenths of a second. */
const FIFTY_DIGITS = nextPrime(7n * 10n ** 24n) * nextPrime(8n * 10n ** 24n);

Deno.test("factor() of Fermat numbers", () => {
  assert.deepEqual(primesOf(2n ** 128n + 1n), [59649589127497217n, 5704689200685129054721n]);
  assert.deepEqual(primesOf(2n ** 64n + 1n), [274177n, 67280421310721n]);
});

Deno.test("factor() equals trial division up to 5,000", () => {
  for (let n = 1n; n <= 5_000n; n++) {
    const primes: bigint[] = [];
    let rest = n;
    for (let p = 2n; rest > 1n; p++) for (; rest % p === 0n; rest /= p) primes.push(p);
    assert.deepEqual(primesOf(n), primes);
  }
  assert.throws(() => factor(0n), RangeError);
});

Deno.test("factor() of a factorial agrees with Legendre's formula", () => {
  const { factors } = factor(smallFactorial(200));
  assert.equal(factors.length, 46);
  assert.deepEqual(factors[0], { prime: 2n, exponent: 197, certainty: "proven" });
});

Deno.test("factor() returns primes in ascending order whose product is the number", () => {
  const parts = fc.array(positiveIntegers(40), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(parts, (parts) => {
      const n = parts.reduce((product, part) => product * (part + 1n), 1n);
      const primes = primesOf(n);
      assert.equal(primes.reduce((product, prime) => product * prime, 1n), n);
      assert.deepEqual(primes, primes.toSorted((a, b) => a < b ? -1 : Number(a > b)));
      assert.ok(primes.every((prime) => isPrime(prime).isPrime));
    }),
    { numRuns: runs(60) },
  );
});

Deno.test("factor() of products of two primes of every length", () => {
  for (let digits = 4; digits <= 20; digits++) {
    const p = nextPrime(3n * 10n ** BigInt(digits - 1));
    for (const q of [nextPrime(p), nextPrime(7n * 10n ** BigInt(digits - 1))]) {
      assert.deepEqual(primesOf(p * q), [p, q]);
    }
  }
});

Deno.test("factor() adds the exponents of a prime found twice", () => {
  const p = nextPrime(2n * 10n ** 6n);
  for (const above of [10n ** 8n, 10n ** 9n, 10n ** 10n, 10n ** 11n]) {
    const q = nextPrime(above);
    assert.deepEqual(factor(p ** 2n * q).factors, [
      { prime: p, exponent: 2, certainty: "proven" },
      { prime: q, exponent: 1, certainty: "proven" },
    ]);
  }
});

Deno.test("factor() of powers, and of powers of products", () => {
  const [p, q] = [nextPrime(10n ** 12n), nextPrime(2n * 10n ** 12n)];
  assert.deepEqual(primesOf(p ** 5n), [p, p, p, p, p]);
  assert.deepEqual(primesOf(p ** 3n * q ** 3n), [p, p, p, q, q, q]);
  assert.deepEqual(primesOf(p ** 2n * q), [p, p, q]);
  const [r, s] = [nextPrime(10n ** 6n), nextPrime(10n ** 9n)];
  assert.deepEqual(primesOf(r ** 2n * s), [r, r, s]);
});

Deno.test("factor() reports a composite cofactor beyond its limit", () => {
  const rest = (2n ** 521n - 1n) * (2n ** 607n - 1n);
  assert.deepEqual(factor(12n * rest ** 2n, undefined, { maxSeconds: 0.01 }), {
    factors: [
      { prime: 2n, exponent: 2, certainty: "proven" },
      { prime: 3n, exponent: 1, certainty: "proven" },
    ],
    composite: rest ** 2n,
    complete: false,
  });
  assert.equal(factor(2n ** 521n - 1n).factors[0]!.certainty, "probable");
});

Deno.test("factor() stops when any checkpoint throws", () => {
  const n = nextPrime(10n ** 15n) * nextPrime(2n * 10n ** 15n);
  const whole = new RecordingContext();
  factor(n, whole);
  for (const last of [1, 2, 10, Math.floor(whole.checkpoints / 2), whole.checkpoints]) {
    const work = new RecordingContext(last);
    assert.throws(() => factor(n, work), Cancelled);
    assert.equal(work.checkpoints, last);
  }
});

Deno.test("factor() has checkpoints less than 50 ms of work apart, and reports the progress of the sieve", () => {
  const now = threadCpuClock();
  let [last, longest] = [now(), 0];
  const checkpoint = () => {
    const time = now();
    longest = Math.max(longest, time - last);
    last = time;
  };
  const fractions: number[] = [];
  factor(FIFTY_DIGITS, { checkpoint, onProgress: (fraction) => fractions.push(fraction) });
  // A measurement of coverage takes several times as long.
  assert.ok(longest < 500, `${longest} ms`);
  assert.ok(fractions.length > 10);
  assert.deepEqual(fractions, fractions.toSorted((a, b) => a - b));
  assert.equal(fractions.at(-1), 1);
});

Deno.test("predictFactorSeconds() grows with the number, up to a limit", () => {
  const sizes = [1, 5, 12, 18, 25, 40, 60, 70, 100, 500].map((digits) => 10n ** BigInt(digits));
  const seconds = sizes.map((n) => predictFactorSeconds(n));
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
  assert.ok(predictFactorSeconds(10n ** 500n, 3) < 4);
});

/** The primes, repeated according to their exponents. */
function primesOf(n: bigint): bigint[] {
  const { factors, complete, composite } = factor(n);
  assert.deepEqual([complete, composite], [true, null]);
  return factors.flatMap(({ prime, exponent }) => Array<bigint>(exponent).fill(prime));
}
