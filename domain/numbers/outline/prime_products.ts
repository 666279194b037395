import type { ComputeContext } from "../compute_context.ts";

const SEGMENT = 1 << 18;
const MOST_FACTOR = 2 ** 53;
const PRODUCTS = 16;

/**
 * The primes up to n < 2^50, multiplied in small groups in ascending order, by a segmented sieve of
 * Eratosthenes over odd numbers. The first group contains the factors 2, 3 and 5.
 */
export function* primeProducts(n: bigint, context: ComputeContext): Generator<bigint> {
  const limit = Number(n);
  if (limit < 2) return;
  const basePrimes = oddPrimesUpTo(Math.floor(Math.sqrt(limit)) + 1);
  const isComposite = new Uint8Array(SEGMENT);
  let small = 2;
  let group = 1n;
  let members = 0;
  for (let start = 3; start <= limit; start += 2 * SEGMENT) {
    context.checkpoint();
    const end = Math.min(start + 2 * SEGMENT, limit + 1);
    isComposite.fill(0);
    for (const p of basePrimes) {
      if (p * p >= end) break;
      const least = Math.max(p * p, Math.ceil(start / p) * p);
      const first = least % 2 === 0 ? least + p : least;
      for (let i = (first - start) / 2; i < SEGMENT; i += p) isComposite[i] = 1;
    }
    for (let i = 0, p = start; p < end; i++, p += 2) {
      if (isComposite[i] === 1) continue;
      if (small * p < MOST_FACTOR) {
        small *= p;
        continue;
      }
      group *= BigInt(small);
      small = p;
      if (++members < PRODUCTS) continue;
      yield group;
      group = 1n;
      members = 0;
    }
  }
  yield group * BigInt(small);
}

function oddPrimesUpTo(limit: number): number[] {
  const isComposite = new Uint8Array(limit + 1);
  const primes: number[] = [];
  for (let p = 3; p <= limit; p += 2) {
    if (isComposite[p] === 1) continue;
    primes.push(p);
    for (let i = p * p; i <= limit; i += 2 * p) isComposite[i] = 1;
  }
  return primes;
}
