import { type Approximation, exactly, minus, plus, rounded, times } from "./approximation.ts";
import { inverseRoot, inverseRootCost, type InverseRootOptions } from "./inverse_root.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan, squarePlan } from "./plan.ts";
import { reciprocal, reciprocalCost } from "./reciprocal.ts";
import type { Limbs } from "./limbs.ts";

/** 0.5. */
const HALF: Approximation = { limbs: Int16Array.of(5_000), exponent: -1 };

/** n^(1/degree) for n > 0, with a relative error of at most 10 · BASE^(1 − length). */
export function approximateRoot(
  n: Limbs,
  { degree, length }: InverseRootOptions,
  multiplier: Multiplier,
): Approximation {
  if (degree === 2) return approximateSquareRoot(exactly(n), length, multiplier);
  return reciprocal(inverseRoot(exactly(n), { degree, length }, multiplier), length, multiplier);
}

/** Predicted cost of `approximateRoot`, in nanoseconds on the reference machine. */
export function approximateRootCost({ degree, length }: InverseRootOptions): number {
  if (degree > 2) return inverseRootCost({ degree, length }) + reciprocalCost(length);
  const half = halfLength(length);
  return inverseRootCost({ degree, length: half }) + 2 * productPlan(half, half).cost +
    squarePlan(half).cost;
}

/**
 * √n as s + y · (n − s²) / 2 with s = n · y and y = 1 / √n in half of the limbs: Karp and Markstein
 * (1997), "High-precision division and square root".
 */
function approximateSquareRoot(
  n: Approximation,
  length: number,
  multiplier: Multiplier,
): Approximation {
  const half = halfLength(length);
  const inverse = inverseRoot(n, { degree: 2, length: half }, multiplier);
  const start = rounded(times(rounded(n, half), inverse, multiplier), half);
  const square = { limbs: multiplier.square(start.limbs), exponent: 2 * start.exponent };
  const rest = rounded(minus(rounded(n, length + 1), square), half);
  return plus(start, times(rest, times(inverse, HALF, multiplier), multiplier));
}

/** Length whose square reaches `length` with a limb to spare. */
function halfLength(length: number): number {
  return ((length + 1) >> 1) + 1;
}
