import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { integerRoot, integerRootSeconds } from "./integer_root.ts";
import type { Rational } from "./rational.ts";

/**
 * The k-th root of a rational number if it is rational, otherwise undefined: both terms have to be
 * k-th powers. Throws a RangeError for an even root of a negative number and for k < 1.
 */
export function rationalRoot(
  { numerator, denominator }: Rational,
  k: number,
  context: ComputeContext = NEVER_CANCELLED,
): Rational | undefined {
  const above = integerRoot(numerator, k, context);
  if (!above.isExact) return undefined;
  const below = integerRoot(denominator, k, context);
  return below.isExact ? { numerator: above.root, denominator: below.root } : undefined;
}

/**
 * Predicted seconds of `rationalRoot` for terms of at most `bits` bits, on one core of the reference
 * machine.
 */
export function rationalRootSeconds(bits: number, k: number): number {
  return 2 * integerRootSeconds(bits, k);
}
