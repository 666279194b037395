import { addAt, BASE, type Limbs, PER_BASE, ROUNDER } from "./limbs.ts";

/** Coefficients in a vector, and what is done with them. */
export interface Coefficients {
  readonly sequence: Float64Array;
  /** A power of two by which they become nearly integers. */
  readonly scale: number;
  /** What is multiplied by these integers; the products stay below 2^51. */
  readonly times: number;
  /** What the limbs before left over. */
  readonly carry: number;
}

/**
 * Rounds coefficients to integers and writes a multiple of them as limbs from a position on, as far
 * as there is room. Returns what is left over. A carry waits for the one before it for some twelve
 * cycles, so that four quarters of the sequence are carried side by side and joined afterwards.
 */
export function carryCoefficients(
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
    c0 = t0 * PER_BASE + ROUNDER - ROUNDER;
    c1 = t1 * PER_BASE + ROUNDER - ROUNDER;
    c2 = t2 * PER_BASE + ROUNDER - ROUNDER;
    c3 = t3 * PER_BASE + ROUNDER - ROUNDER;
    limbs[at] = t0 - c0 * BASE;
    limbs[at + quarter] = t1 - c1 * BASE;
    limbs[at + 2 * quarter] = t2 - c2 * BASE;
    limbs[at + 3 * quarter] = t3 - c3 * BASE;
  }
  for (let i = 4 * quarter; i < count; i++) {
    const t = (sequence[i]! * scale + ROUNDER - ROUNDER) * times + c3;
    c3 = t * PER_BASE + ROUNDER - ROUNDER;
    limbs[position + i] = t - c3 * BASE;
  }
  const end = position + count;
  c3 += addAt(limbs, position + quarter, c0, end);
  c3 += addAt(limbs, position + 2 * quarter, c1, end);
  return c3 + addAt(limbs, position + 3 * quarter, c2, end);
}
