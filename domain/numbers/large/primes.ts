import type { Meter } from "../meter.ts";

/** Primes up to n ≥ 2 in ascending order, by the sieve of Eratosthenes over odd numbers. */
export function primesUpTo(n: number, meter: Meter): Uint32Array {
  const isComposite = new Uint8Array((n + 1) >> 1);
  for (let p = 3; p * p <= n; p += 2) {
    if (isComposite[p >> 1] === 1) continue;
    meter.checkpoint();
    for (let i = (p * p) >> 1; i < isComposite.length; i += p) isComposite[i] = 1;
  }
  const primes = new Uint32Array(primeCountBound(n) + 1);
  primes[0] = 2;
  let count = 1;
  for (let i = 1; i < isComposite.length; i++) {
    primes[count] = 2 * i + 1;
    count += 1 - isComposite[i]!;
  }
  return primes.subarray(0, count);
}

/** Upper bound for the number of primes up to n ≥ 2: Rosser and Schoenfeld (1962). */
function primeCountBound(n: number): number {
  return Math.ceil(1.25506 * n / Math.log(n));
}
