import type { PrimePower } from "./factorization.ts";

/** Longest list of divisors. */
export const MAX_DIVISORS = 10_000;

/**
 * The divisors of a positive integer with these prime powers, in ascending order. Throws a
 * RangeError if there are more than `MAX_DIVISORS`.
 */
export function divisors(factors: readonly PrimePower[]): bigint[] {
  const count = divisorCount(factors);
  if (count > BigInt(MAX_DIVISORS)) {
    throw new RangeError(`There are ${count} divisors, at most ${MAX_DIVISORS} are listed`);
  }
  let list = [1n];
  for (const { prime, exponent } of factors) {
    const powers = Array.from({ length: exponent + 1 }, (_, i) => prime ** BigInt(i));
    list = powers.flatMap((power) => list.map((divisor) => divisor * power));
  }
  return list.sort((a, b) => (a < b ? -1 : 1));
}

/** The number of divisors of a positive integer with these prime powers. */
export function divisorCount(factors: readonly PrimePower[]): bigint {
  return factors.reduce((count, { exponent }) => count * BigInt(exponent + 1), 1n);
}
