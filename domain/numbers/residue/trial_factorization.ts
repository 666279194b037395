import type { ComputeContext } from "../compute_context.ts";
import type { PartialFactorization } from "../integers/factorization.ts";
import { trialDivision } from "../integers/trial_division.ts";

const LARGEST_DIVISOR = 1_000_000;

/**
 * Factors m ≥ 1 by the primes up to a million. A rest below the square of a million is a prime, and
 * counts as a factor; nothing is known of a larger one.
 */
export function trialFactorization(m: bigint, context: ComputeContext): PartialFactorization {
  return trialDivision(m, LARGEST_DIVISOR, context);
}
