import { addAt, BASE, INVERSE_BASE, type Limbs, ROUNDER } from "./limbs.ts";

/** Coefficients of a product, and how to turn them into limbs. */
export interface Coefficients {
  readonly sequence: Float64Array;
  /** Power of two that scales the coefficients to near-integers. */
  readonly scale: number;
  /** Integer to multiply the rounded coefficients by; the products stay below 2^51. */
  readonly times: number;
  /** Carry from the limbs below. */
  readonly carry: number;
}

/**
 * Rounds coefficients to integers, multiplies them and writes them as limbs starting at `position`,
 * as far as there is room. Returns the carry. Each carry depends on the one before, a latency of
 * about twelve cycles, so the quarters of the sequence are processed side by side and joined at the
 * end.
 */
export function propagateCarries(
  limbs: Limbs,
  position: number,
  { sequence, scale, times, carry }: Coefficients,
): number {
  const count = Math.min(sequence.length, limbs.length - position);
  const quarter = count >> 2;
  let c0 = carry, c1 = 0, c2 = 0, c3 = 0;
  for (let i0 = 0, at = position; i0 < quarter; i0++, at++) {
    const i1 = i0 + quarter, i2 = i1 + quarter, i3 = i2 + quarter;
    const t0 = (sequence[i0]! * scale + ROUNDER - ROUNDER) * times + c0;
    const t1 = (sequence[i1]! * scale + ROUNDER - ROUNDER) * times + c1;
    const t2 = (sequence[i2]! * scale + ROUNDER - ROUNDER) * times + c2;
    const t3 = (sequence[i3]! * scale + ROUNDER - ROUNDER) * times + c3;
    c0 = t0 * INVERSE_BASE + ROUNDER - ROUNDER;
    c1 = t1 * INVERSE_BASE + ROUNDER - ROUNDER;
    c2 = t2 * INVERSE_BASE + ROUNDER - ROUNDER;
    c3 = t3 * INVERSE_BASE + ROUNDER - ROUNDER;
    limbs[at] = t0 - c0 * BASE;
    limbs[at + quarter] = t1 - c1 * BASE;
    limbs[at + 2 * quarter] = t2 - c2 * BASE;
    limbs[at + 3 * quarter] = t3 - c3 * BASE;
  }
  for (let i = 4 * quarter; i < count; i++) {
    const t = (sequence[i]! * scale + ROUNDER - ROUNDER) * times + c3;
    c3 = t * INVERSE_BASE + ROUNDER - ROUNDER;
    limbs[position + i] = t - c3 * BASE;
  }
  const end = position + count;
  c3 += addAt(limbs, position + quarter, c0, end);
  c3 += addAt(limbs, position + 2 * quarter, c1, end);
  return c3 + addAt(limbs, position + 3 * quarter, c2, end);
}
