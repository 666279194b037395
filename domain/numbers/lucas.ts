import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { largeLucas, largeLucasCost } from "./large/lucas.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallFibonacciPair } from "./small/fibonacci.ts";
import { smallResultSeconds } from "./small/seconds.ts";

/** Up to this index V8's BigInt is faster. */
const LARGEST_SMALL = 10_000;

const DIGITS_PER_INDEX = 0.209;

/**
 * The Lucas number L(n) for an integer n, with L(0) = 2, L(1) = 1 and L(−n) = (−1)^n · L(n). Throws
 * any error of `context.checkpoint()`.
 */
export function lucas(n: number, context: ComputeContext): DecimalText {
  const index = Math.abs(n);
  const sign = n < 0 && index % 2 === 1 ? "-" : "";
  if (index <= LARGEST_SMALL) {
    const [current, next] = smallFibonacciPair(index);
    return sign + (2n * next - current);
  }
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeLucasCost(index));
  const limbs = largeLucas(index, multiplier);
  return writeDecimalText(sign, [{ digits: limbs, shift: 0 }], multiplier.meter);
}

/** Predicted seconds of `lucas` on one core of the reference machine. */
export function lucasSeconds(n: number): number {
  const index = Math.abs(n);
  if (index === Infinity) return Infinity;
  return index <= LARGEST_SMALL
    ? smallResultSeconds(DIGITS_PER_INDEX * index)
    : largeLucasCost(index) * 1e-9;
}
