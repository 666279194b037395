import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled, NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { isPrime } from "../../../../domain/numbers/integers/is_prime.ts";
import { isPrimeSeconds } from "../../../../domain/numbers/integers/is_prime_seconds.ts";
import { smallPrimes } from "../../../../domain/numbers/integers/small_primes.ts";
import { isStrongLucasProbablePrime } from "../../../../domain/numbers/integers/strong_lucas_probable_prime.ts";
import { isStrongProbablePrime } from "../../../../domain/numbers/integers/strong_probable_prime.ts";
import { IN_FULL } from "../../../../testing/runs.ts";
import { RecordingContext } from "../recording_context.ts";
import { positiveIntegers } from "./arbitrary_integers.ts";

/** The least composites that pass the strong tests to base 2 and to the first 12 prime bases. */
const STRONG_PSEUDOPRIMES = [
  2_047n,
  3_277n,
  4_033n,
  3_215_031_751n,
  3825123056546413051n,
  318665857834031151167461n,
];
const CARMICHAEL_NUMBERS = [561n, 1_729n, 41_041n];
const SQUARES = [1_093n ** 2n, 3_511n ** 2n, (2n ** 127n - 1n) ** 2n];

Deno.test("isPrime() equals the sieve", () => {
  const max = IN_FULL ? 100_000 : 30_000;
  const primes = new Set(smallPrimes(max));
  for (let n = 0; n <= max; n++) {
    const { isPrime: result, certainty } = isPrime(BigInt(n));
    assert.equal(result, primes.has(n), String(n));
    assert.equal(certainty, "proven");
  }
  assert.equal(isPrime(-7n).isPrime, false);
});

Deno.test("isPrime() detects composites that pass one of its tests, with a witness", () => {
  for (const n of [...STRONG_PSEUDOPRIMES, ...CARMICHAEL_NUMBERS, ...SQUARES, 5_459n, 5_777n]) {
    const { isPrime: result, certainty, witness } = isPrime(n);
    assert.deepEqual([result, certainty], [false, "proven"], String(n));
    assert.ok(witness);
  }
});

Deno.test("isPrime() proves primes below 3.3 · 10^24, and reports larger ones as probable", () => {
  const largest = 3317044064679887385961813n;
  assert.deepEqual(isPrime(largest), {
    isPrime: true,
    certainty: "proven",
    method: "miller-rabin",
  });
  for (const n of [2n ** 127n - 1n, 2n ** 521n - 1n, 10n ** 100n + 267n, 2n ** 2_203n - 1n]) {
    assert.deepEqual(isPrime(n), { isPrime: true, certainty: "probable", method: "bpsw" });
  }
  // The least composite that passes the tests to the first 13 prime bases.
  const composite = isPrime(3317044064679887385961981n);
  assert.equal(composite.isPrime, false);
});

Deno.test("isPrime() returns witnesses that prove a number composite", () => {
  fc.assert(fc.property(positiveIntegers(200), positiveIntegers(200), (a, b) => {
    const n = (a + 1n) * (b + 1n);
    const { isPrime: result, witness } = isPrime(n);
    assert.equal(result, false);
    if ("factor" in witness!) {
      assert.equal(n % witness.factor, 0n);
      assert.ok(witness.factor > 1n && witness.factor < n);
    } else if ("base" in witness!) {
      assert.equal(isStrongProbablePrime(n, witness.base), false);
    }
  }));
});

Deno.test("isPrime() of a strong pseudoprime to base 2 above the proven range", () => {
  // A product (k + 1)(2k + 1) of two primes with a square root of 2 modulo both.
  let k = 10n ** 13n;
  const isPseudoprime = () =>
    isPrime(k + 1n).isPrime && isPrime(2n * k + 1n).isPrime &&
    isStrongProbablePrime((k + 1n) * (2n * k + 1n), 2n);
  while (!isPseudoprime()) k += 2n;
  const { isPrime: result, method, witness } = isPrime((k + 1n) * (2n * k + 1n));
  assert.deepEqual([result, method], [false, "bpsw"]);
  assert.ok(witness && "lucasDiscriminant" in witness);
});

Deno.test("the strong Lucas test passes the composites of OEIS A217255, and no others", () => {
  const primes = new Set(smallPrimes(60_000));
  const passing: number[] = [];
  for (let n = 3; n < 60_000; n += 2) {
    if (!primes.has(n) && isStrongLucasProbablePrime(BigInt(n)) === true) passing.push(n);
    else if (primes.has(n)) assert.equal(isStrongLucasProbablePrime(BigInt(n)), true, String(n));
  }
  assert.deepEqual(
    passing,
    [5_459, 5_777, 10_877, 16_109, 18_971, 22_499, 24_569, 25_199, 40_309, 58_519],
  );
});

Deno.test("the strong test to base 2 passes the composites of OEIS A001262, and no others", () => {
  const primes = new Set(smallPrimes(50_000));
  const passing: number[] = [];
  for (let n = 3; n < 50_000; n += 2) {
    const passes = isStrongProbablePrime(BigInt(n), 2n);
    if (primes.has(n)) assert.ok(passes);
    else if (passes) passing.push(n);
  }
  assert.deepEqual(passing, [2_047, 3_277, 4_033, 4_681, 8_321, 15_841, 29_341, 42_799, 49_141]);
});

Deno.test("the Lucas test finds squares", () => {
  for (const n of SQUARES) assert.notEqual(isStrongLucasProbablePrime(n), true);
});

Deno.test("isPrime() stops when any checkpoint throws", () => {
  const n = 2n ** 521n - 1n;
  const whole = new RecordingContext();
  isPrime(n, whole);
  for (const last of [1, 100, whole.checkpoints]) {
    assert.throws(() => isPrime(n, new RecordingContext(last)), Cancelled);
  }
});

Deno.test("isPrimeSeconds() grows with the length", () => {
  assert.ok(isPrimeSeconds(-7n) < isPrimeSeconds(10n ** 20n));
  assert.ok(isPrimeSeconds(10n ** 1_000n) > 0.01 && isPrimeSeconds(10n ** 1_000n) < 0.2);
  assert.ok(isPrimeSeconds(10n ** 10_000n) > 5);
  assert.equal(NEVER_CANCELLED.onProgress, undefined);
});
