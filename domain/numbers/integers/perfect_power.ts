import { bitLength } from "./bit_length.ts";
import type { ComputeContext } from "../compute_context.ts";
import { integerRoot } from "./integer_root.ts";
import { smallPrimes } from "./small_primes.ts";

/** n = base^exponent. */
export interface PerfectPower {
  readonly base: bigint;
  readonly exponent: number;
}

/**
 * A composite without prime factors up to `bound` as a power with a prime exponent; undefined if it
 * is not a perfect power.
 */
export function perfectPower(
  n: bigint,
  bound: number,
  context: ComputeContext,
): PerfectPower | undefined {
  const largest = Math.floor(bitLength(n) / Math.log2(bound));
  for (const exponent of smallPrimes(largest)) {
    const { root, isExact } = integerRoot(n, exponent, context);
    if (isExact) return { base: root, exponent };
  }
  return undefined;
}
