import { BASE, type Limbs, ROUNDER } from "./limbs.ts";

/** Longest shorter factor, in limbs, for which the sum of a column stays below 2^31. */
export const LONGEST_SCHOOLBOOK = 80;

/**
 * Writes x · y into `product`, which has x.length + y.length limbs, column by column, and returns
 * it. The shorter factor has at most `LONGEST_SCHOOLBOOK` limbs.
 */
export function schoolbookProduct(x: Limbs, y: Limbs, product: Limbs): Limbs {
  let carry = 0;
  for (let column = 0; column < product.length; column++) {
    const last = Math.min(column, x.length - 1);
    let sum = carry;
    for (let i = Math.max(0, column - y.length + 1), j = column - i; i <= last; i++, j--) {
      sum = (sum + x[i]! * y[j]!) | 0;
    }
    carry = sum / BASE + ROUNDER - ROUNDER;
    product[column] = sum - carry * BASE;
  }
  return product;
}
