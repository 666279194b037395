import type { ComputeContext } from "../compute_context.ts";
import type { PartialFactorization } from "../integers/factorization.ts";
import { trialDivision } from "../integers/trial_division.ts";

const LARGEST_DIVISOR = 1_000_000;

/**
 * Factors m ≥ 1 by the primes up to a million. A cofactor below 10^12 is a prime and is returned as
 * a factor; a larger one is returned unfactored.
 */
export function trialFactorization(m: bigint, context: ComputeContext): PartialFactorization {
  return trialDivision(m, LARGEST_DIVISOR, context);
}
