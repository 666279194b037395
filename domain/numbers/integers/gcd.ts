import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { isWorthLehmer, leadingShift, lehmerStep, wholeShift } from "./lehmer.ts";

/** The non-negative greatest common divisor of two integers; gcd(0, 0) = 0. */
export function gcd(a: bigint, b: bigint, context: ComputeContext = NEVER_CANCELLED): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  if (isWorthLehmer(y)) [x, y] = shortened(y, x % y, context);
  context.checkpoint();
  // What is left takes less than a millisecond.
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

/** Euclidean steps on x > y until y is short. */
function shortened(larger: bigint, smaller: bigint, context: ComputeContext): [bigint, bigint] {
  let [x, y, shift] = [larger, smaller, wholeShift(larger)];
  while (isWorthLehmer(y)) {
    context.checkpoint();
    shift = leadingShift(x, shift);
    const step = lehmerStep(x, y, shift);
    [x, y] = step ? [step[0] * x + step[1] * y, step[2] * x + step[3] * y] : [y, x % y];
  }
  return [x, y];
}

/** The greatest common divisor of a list of integers, 0 for none. */
export function gcdOf(values: readonly bigint[], context?: ComputeContext): bigint {
  return values.reduce((divisor, value) => gcd(divisor, value, context), 0n);
}
