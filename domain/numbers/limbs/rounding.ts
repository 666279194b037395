import { ROOT_ERROR } from "./roots.ts";

/** Half a unit in the last place of a double just below 2. */
const UNIT = 2 ** -53;

/** Error of a complex product in units: Brent, Percival and Zimmermann (2007), √5. */
const PRODUCT_ERROR = Math.sqrt(5);

/**
 * Error of one coefficient of a base product in units: at most 8 real products are summed in each
 * part, one sum is multiplied by a root, and two more are added.
 */
const BASE_ERROR = 16;

/** A bound up to this leaves room for what a first-order bound leaves out. */
export const SAFE_ERROR = 0.45;

/**
 * Bounds how far a coefficient of a product is from the integer that it stands for, from the product
 * of the Euclidean norms of the factors' vectors in a ring of so many levels. To first order and as in
 * Percival (2003), "Rapid multiplication modulo the sum and difference of highly composite numbers":
 * a level multiplies the relative error of the whole vector by that of one product with a root and
 * of two additions, and there are three transforms.
 */
export function errorBound(norms: number, levels: number): number {
  const transforms = 3 * levels * (PRODUCT_ERROR + ROOT_ERROR + 2);
  return norms * UNIT * (transforms + BASE_ERROR);
}
