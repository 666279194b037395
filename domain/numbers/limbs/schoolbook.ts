import { BASE, type Limbs, ROUNDER } from "./limbs.ts";

/** Limbs of the shorter factor whose products sum up below 2^31. */
export const LONGEST_SCHOOLBOOK = 80;

/**
 * Writes x · y into as many limbs as both have, column by column; one of them has at most
 * `LONGEST_SCHOOLBOOK`.
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
