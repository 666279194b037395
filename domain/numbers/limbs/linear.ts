import { addAt, BASE, LARGEST_LIMB, type Limbs, PER_BASE, ROUNDER, trimmed } from "./limbs.ts";

/** The largest word: its product with a limb and a carry stay below 2^53. */
export const LARGEST_WORD = 9e11;
export const LIMBS_PER_WORD = 3;

/** factor · x for an integer factor up to `LARGEST_WORD`. */
export function scaled(x: Limbs, factor: number): Limbs {
  const product = new Int16Array(x.length + LIMBS_PER_WORD);
  let carry = 0;
  for (let i = 0; i < x.length; i++) {
    const t = x[i]! * factor + carry;
    carry = t * PER_BASE + ROUNDER - ROUNDER;
    product[i] = t - carry * BASE;
  }
  addAt(product, x.length, carry, product.length);
  return trimmed(product);
}

/** factor · x + y for an integer factor of at most `LARGEST_WORD`, of any sign. */
export function scaledSum(x: Limbs, factor: number, y: Limbs): Limbs {
  const sum = new Int16Array(Math.max(x.length, y.length) + LIMBS_PER_WORD + 1);
  let carry = 0;
  for (let i = 0; i < sum.length; i++) {
    const t = (i < x.length ? x[i]! * factor : 0) + (i < y.length ? y[i]! : 0) + carry;
    carry = Math.round(t / BASE);
    sum[i] = t - carry * BASE;
  }
  return trimmed(sum);
}

/**
 * Adds y · BASE^position to x, in place; x has room for the sum. Without a branch on the carry, which
 * would be guessed wrong much of the time.
 */
export function addShifted(x: Limbs, y: Limbs, position: number): void {
  let carry = 0;
  for (let i = 0, at = position; i < y.length; i++, at++) {
    const sum = x[at]! + y[i]! + carry;
    carry = Number(sum > LARGEST_LIMB) - Number(sum < -LARGEST_LIMB);
    x[at] = sum - carry * BASE;
  }
  addAt(x, position + y.length, carry, x.length);
}
