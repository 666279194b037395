import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { largeFibonacci, largeFibonacciCost } from "./large/fibonacci.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallFibonacci } from "./small/fibonacci.ts";
import { BIGINT_THRESHOLDS } from "./thresholds.ts";
import type { ComputeContext } from "./compute_context.ts";

/**
 * F(n) for an integer n, with F(0) = 0, F(1) = 1 and F(−n) = (−1)^(n+1) · F(n). Throws any error of
 * `context.checkpoint()`.
 */
export function fibonacci(n: number, context: ComputeContext): DecimalText {
  const index = Math.abs(n);
  const sign = n < 0 && index % 2 === 0 ? "-" : "";
  if (index <= BIGINT_THRESHOLDS.fibonacci) return sign + smallFibonacci(index);
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeFibonacciCost(index));
  const limbs = largeFibonacci(index, multiplier);
  return writeDecimalText(sign, [{ digits: limbs, shift: 0 }], multiplier.meter);
}
