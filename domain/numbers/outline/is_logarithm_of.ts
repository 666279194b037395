import type { ComputeContext } from "../compute_context.ts";
import { exp } from "./exp.ts";
import type { Interval } from "./interval.ts";

/** Extra bits of the exponential, so that it resolves less than a unit of the interval. */
const GUARD_BITS = 16;

/**
 * Whether e^lo ≤ number ≤ e^hi is proven by exponentials, for an interval within [0, 4). The ends
 * are divided by four, and the exponentials raised to the fourth power.
 */
export function isLogarithmOf(
  { lo, hi }: Interval,
  { number, bits }: { readonly number: bigint; readonly bits: number },
  context: ComputeContext,
): boolean {
  const places = bits + GUARD_BITS;
  const shift = BigInt(GUARD_BITS - 2);
  const fixed = number << BigInt(4 * places);
  return exp(lo << shift, places, context).hi ** 4n <= fixed &&
    fixed <= exp(hi << shift, places, context).lo ** 4n;
}
