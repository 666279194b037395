import type { ComputeContext } from "../compute_context.ts";
import { bitLength } from "../integers/bit_length.ts";
import { fibonacciPair } from "./fibonacci_pair.ts";
import { modularProductSeconds } from "../integers/modular_product_seconds.ts";

/** F(n) mod m for any integer n and m ≥ 1: F(−n) = (−1)^(n+1) F(n). */
export function fibonacciResidue(n: bigint, m: bigint, context: ComputeContext): bigint {
  const [value] = fibonacciPair(n < 0n ? -n : n, m, context);
  return n < 0n && n % 2n === 0n ? (m - value) % m : value;
}

/** L(n) mod m for any integer n and m ≥ 1: L(n) = 2F(n+1) − F(n) and L(−n) = (−1)^n L(n). */
export function lucasResidue(n: bigint, m: bigint, context: ComputeContext): bigint {
  const [a, b] = fibonacciPair(n < 0n ? -n : n, m, context);
  const value = (2n * b - a + m) % m;
  return n < 0n && n % 2n !== 0n ? (m - value) % m : value;
}

/**
 * Predicted seconds of `fibonacciResidue` and of `lucasResidue`, on one core of the reference machine.
 */
export function predictFibonacciResidueSeconds(n: bigint, m: bigint): number {
  return 1e-5 + 3 * bitLength(n) * modularProductSeconds(bitLength(m));
}
