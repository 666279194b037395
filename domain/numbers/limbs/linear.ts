import {
  addAt,
  BASE,
  INVERSE_BASE,
  LARGEST_LIMB,
  type Limbs,
  ROUNDER,
  trimLeadingZeros,
} from "./limbs.ts";

/** Largest word: its product with a limb, plus a carry, stays below 2^53. */
export const LARGEST_WORD = 9e11;
export const LIMBS_PER_WORD = 3;

/**
 * factor · x for an integer factor from 1 to `LARGEST_WORD`, in four carry chains as in `carry.ts`.
 */
export function multiplyByWord(x: Limbs, factor: number): Limbs {
  const product = new Int16Array(x.length + LIMBS_PER_WORD);
  const quarter = x.length >> 2;
  let c0 = 0, c1 = 0, c2 = 0, c3 = 0;
  for (let i0 = 0; i0 < quarter; i0++) {
    const i1 = i0 + quarter, i2 = i1 + quarter, i3 = i2 + quarter;
    const t0 = x[i0]! * factor + c0, t1 = x[i1]! * factor + c1;
    const t2 = x[i2]! * factor + c2, t3 = x[i3]! * factor + c3;
    c0 = t0 * INVERSE_BASE + ROUNDER - ROUNDER;
    c1 = t1 * INVERSE_BASE + ROUNDER - ROUNDER;
    c2 = t2 * INVERSE_BASE + ROUNDER - ROUNDER;
    c3 = t3 * INVERSE_BASE + ROUNDER - ROUNDER;
    product[i0] = t0 - c0 * BASE;
    product[i1] = t1 - c1 * BASE;
    product[i2] = t2 - c2 * BASE;
    product[i3] = t3 - c3 * BASE;
  }
  for (let i = 4 * quarter; i < x.length; i++) {
    const t = x[i]! * factor + c3;
    c3 = t * INVERSE_BASE + ROUNDER - ROUNDER;
    product[i] = t - c3 * BASE;
  }
  addAt(product, x.length, c3, product.length);
  addAt(product, quarter, c0, product.length);
  addAt(product, 2 * quarter, c1, product.length);
  addAt(product, 3 * quarter, c2, product.length);
  return trimLeadingZeros(product);
}

/** factor · x + y for an integer factor of magnitude up to `LARGEST_WORD`. */
export function multiplyAdd(x: Limbs, factor: number, y: Limbs): Limbs {
  const sum = new Int16Array(Math.max(x.length, y.length) + LIMBS_PER_WORD + 1);
  let carry = 0;
  for (let i = 0; i < sum.length; i++) {
    const t = (i < x.length ? x[i]! * factor : 0) + (i < y.length ? y[i]! : 0) + carry;
    carry = Math.round(t / BASE);
    sum[i] = t - carry * BASE;
  }
  return trimLeadingZeros(sum);
}

/** Splits x = 100 · high + low, with limbs of magnitude up to 50. */
export function splitLimbs(x: Limbs): { high: Limbs; low: Limbs } {
  const [high, low] = [new Int16Array(x.length), new Int16Array(x.length)];
  for (let i = 0; i < x.length; i++) {
    high[i] = Math.round(x[i]! / 100);
    low[i] = x[i]! - 100 * high[i]!;
  }
  return { high: trimLeadingZeros(high), low: trimLeadingZeros(low) };
}

/**
 * Adds y · BASE^position to x in place; x has room for the sum. Branch-free, since a branch on the
 * carry would often be mispredicted.
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
