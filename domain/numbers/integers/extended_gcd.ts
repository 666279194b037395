import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { isWorthLehmer, leadingShift, lehmerStep, wholeShift } from "./lehmer.ts";

/** gcd = a·x + b·y. */
export interface Bezout {
  readonly gcd: bigint;
  readonly x: bigint;
  readonly y: bigint;
}

/** The non-negative greatest common divisor of two integers, as a combination of both. */
export function extendedGcd(
  a: bigint,
  b: bigint,
  context: ComputeContext = NEVER_CANCELLED,
): Bezout {
  let [r, next] = [a < 0n ? -a : a, b < 0n ? -b : b];
  let [x, nextX] = [a < 0n ? -1n : 1n, 0n];
  let shift = wholeShift(r > next ? r : next);
  while (next > 0n) {
    context.checkpoint();
    const isStep = isWorthLehmer(next) && r > next;
    if (isStep) shift = leadingShift(r, shift);
    const step = isStep ? lehmerStep(r, next, shift) : undefined;
    if (step) {
      const [s, t, u, v] = step;
      [r, next] = [s * r + t * next, u * r + v * next];
      [x, nextX] = [s * x + t * nextX, u * x + v * nextX];
    } else {
      const quotient = r / next;
      [r, next] = [next, r - quotient * next];
      [x, nextX] = [nextX, x - quotient * nextX];
    }
  }
  return { gcd: r, x, y: b === 0n ? 0n : (r - a * x) / b };
}
