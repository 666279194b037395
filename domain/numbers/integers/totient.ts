import type { PrimePower } from "./factorization.ts";
import { productOf } from "./integer_arithmetic.ts";

/**
 * Euler's totient of a positive integer with these prime powers: how many of 1, …, n are coprime to
 * n. It is at most n.
 */
export function totient(factors: readonly PrimePower[]): bigint {
  return productOf(
    factors.map(({ prime, exponent }) => (prime - 1n) * prime ** BigInt(exponent - 1)),
  );
}
