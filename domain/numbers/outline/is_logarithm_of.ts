import type { ComputeContext } from "../compute_context.ts";
import { exp } from "./exp.ts";
import type { Interval } from "./interval.ts";

/** Extra bits of the exponential, so that it resolves less than a unit of the interval. */
const GUARD_BITS = 16;

/**
 * Whether e^lo ≤ number ≤ e^hi is proven by an exponential, for an interval within [0, 4). The ends
 * are divided by four, and the exponentials raised to the fourth power. The exponential of the upper
 * end follows from that of the lower one, because e^(x + w) ≥ e^x · (1 + w).
 */
export function isLogarithmOf(
  { lo, hi }: Interval,
  { number, bits }: { readonly number: bigint; readonly bits: number },
  context: ComputeContext,
): boolean {
  const places = bits + GUARD_BITS;
  const shift = BigInt(GUARD_BITS - 2);
  const fixed = number << BigInt(4 * places);
  const lower = exp(lo << shift, places, context);
  const width = (hi - lo) << shift;
  const upper = lower.lo + ((lower.lo * width) >> BigInt(places));
  return lower.hi ** 4n <= fixed && fixed <= upper ** 4n;
}
