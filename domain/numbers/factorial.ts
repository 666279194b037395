import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { largeFactorial } from "./large/factorial.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallFactorial } from "./small/factorial.ts";
import { BIGINT_THRESHOLDS } from "./thresholds.ts";
import type { ComputeContext } from "./compute_context.ts";

/** n! for an integer n ≥ 0. Throws any error of `context.checkpoint()`. */
export function factorial(n: number, context: ComputeContext): DecimalText {
  if (n <= BIGINT_THRESHOLDS.factorial) return smallFactorial(n).toString();
  const multiplier = Multiplier.for(context);
  const { limbs, zeros } = largeFactorial(n, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: zeros }], multiplier.meter);
}
