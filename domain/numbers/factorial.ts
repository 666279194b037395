import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { largeFactorial } from "./large/factorial.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallFactorial } from "./small/factorial.ts";
import { LARGEST_SMALL } from "./thresholds.ts";
import type { ComputeContext } from "./compute_context.ts";

/** n! for an integer n ≥ 0. */
export function factorial(n: number, work: ComputeContext): DecimalText {
  if (n <= LARGEST_SMALL.factorial) return smallFactorial(n).toString();
  const multiplier = Multiplier.for(work);
  const { limbs, zeros } = largeFactorial(n, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: zeros }], multiplier.meter);
}
