import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { largeFibonacci, largeFibonacciCost } from "./large/fibonacci.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallFibonacci } from "./small/fibonacci.ts";
import { BIGINT_THRESHOLDS } from "./thresholds.ts";
import type { ComputeContext } from "./compute_context.ts";

/**
 * F(n) for an integer n ≥ 0, with F(0) = 0 and F(1) = 1. Throws what `context.checkpoint()` throws.
 */
export function fibonacci(n: number, context: ComputeContext): DecimalText {
  if (n <= BIGINT_THRESHOLDS.fibonacci) return smallFibonacci(n).toString();
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeFibonacciCost(n));
  return writeDecimalText(
    "",
    [{ digits: largeFibonacci(n, multiplier), shift: 0 }],
    multiplier.meter,
  );
}
