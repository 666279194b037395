import { negation } from "./addition.ts";
import { type Limbs, trimLeadingZeros } from "./limbs.ts";
import { addShifted } from "./linear.ts";
import type { Multiplier } from "./multiplier.ts";

/** The number limbs · BASE^exponent. */
export interface Approximation {
  readonly limbs: Limbs;
  readonly exponent: number;
}

/** The integer `limbs`. */
export function exactly(limbs: Limbs): Approximation {
  return { limbs, exponent: 0 };
}

/**
 * x rounded to its `length` leading limbs, which changes it by a relative error of at most
 * 1.0002 · BASE^(1 − length): balanced limbs are rounded to nearest by cutting them off. Shares
 * memory with x.
 */
export function rounded({ limbs, exponent }: Approximation, length: number): Approximation {
  const dropped = Math.max(0, limbs.length - length);
  return { limbs: limbs.subarray(dropped), exponent: exponent + dropped };
}

/** The integer nearest to x. */
export function nearestInteger({ limbs, exponent }: Approximation): Limbs {
  if (exponent <= 0) return limbs.subarray(Math.min(-exponent, limbs.length));
  const integer = new Int16Array(limbs.length + exponent);
  integer.set(limbs, exponent);
  return trimLeadingZeros(integer);
}

/** x · y, exactly. */
export function times(x: Approximation, y: Approximation, multiplier: Multiplier): Approximation {
  const limbs = multiplier.product(x.limbs, y.limbs);
  return { limbs, exponent: x.exponent + y.exponent };
}

/** x + y, exactly. */
export function plus(x: Approximation, y: Approximation): Approximation {
  const exponent = Math.min(x.exponent, y.exponent);
  const ends = [x, y].map((number) => number.limbs.length + number.exponent);
  const limbs = new Int16Array(Math.max(...ends) - exponent + 1);
  limbs.set(x.limbs, x.exponent - exponent);
  addShifted(limbs, y.limbs, y.exponent - exponent);
  return { limbs: trimLeadingZeros(limbs), exponent };
}

/** x − y, exactly. */
export function minus(x: Approximation, y: Approximation): Approximation {
  return plus(x, { limbs: negation(y.limbs), exponent: y.exponent });
}
