import { ROOT_ERROR } from "./roots.ts";

/** Unit roundoff of doubles: the largest relative error of one rounding. */
const UNIT_ROUNDOFF = 2 ** -53;

/** Error of a complex product in units of roundoff: √5, Brent, Percival and Zimmermann (2007). */
const PRODUCT_ERROR = Math.sqrt(5);

/**
 * Error of a coefficient of a base product in units of roundoff: each part sums up to 8 real
 * products, one of the sums is multiplied by a root, and two more are added.
 */
const BASE_ERROR = 16;

/** Bounds below this round correctly: the distance to 0.5 covers terms of higher order. */
export const SAFE_ERROR = 0.45;

/**
 * Upper bound of the error of a product's coefficients before they are rounded to integers. `norms`
 * is the product of the Euclidean norms of the factors' vectors; `levels` is the ring's.
 * First-order analysis as in Percival (2003), "Rapid multiplication modulo the sum and difference
 * of highly composite numbers": each level adds the relative error of one product with a root and
 * of two additions, and there are three transforms.
 */
export function errorBound(norms: number, levels: number): number {
  const transforms = 3 * levels * (PRODUCT_ERROR + ROOT_ERROR + 2);
  return norms * UNIT_ROUNDOFF * (transforms + BASE_ERROR);
}
