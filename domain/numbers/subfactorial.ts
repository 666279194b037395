import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { largeSubfactorial, largeSubfactorialCost } from "./large/subfactorial.ts";
import { log10Factorial } from "./large/log10_gamma.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallResultSeconds } from "./small/seconds.ts";
import { smallSubfactorial } from "./small/subfactorial.ts";

/** Up to this argument the recurrence !n = n · !(n − 1) + (−1)^n is faster. */
const LARGEST_SMALL = 300;

/** The number of permutations of n items without a fixed point, for an integer n ≥ 0. */
export function subfactorial(n: number, context: ComputeContext): DecimalText {
  if (n <= LARGEST_SMALL) return String(smallSubfactorial(n));
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeSubfactorialCost(n));
  const limbs = largeSubfactorial(n, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: 0 }], multiplier.meter);
}

/** Predicted seconds of `subfactorial`, on one core of the reference machine. */
export function subfactorialSeconds(n: number): number {
  if (n === Infinity) return Infinity;
  return n <= LARGEST_SMALL
    ? smallResultSeconds(log10Factorial(n)) + 1e-7 * n
    : largeSubfactorialCost(n) * 1e-9;
}
