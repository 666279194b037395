/**
 * An integer in balanced digits of base 10,000, least significant first: the sum of
 * limbs[i] · 10,000^i with −5,000 ≤ limbs[i] ≤ 5,000. The top limb is not 0 and has the sign of the
 * integer; zero has no limbs.
 */
export type Limbs = Int16Array<ArrayBuffer>;

export const BASE = 10_000;
export const INVERSE_BASE = 1 / BASE;
export const DIGITS_PER_LIMB = 4;
export const LARGEST_LIMB = BASE / 2;

/** Adding and then subtracting this rounds a double of magnitude below 2^51 to an integer. */
export const ROUNDER = 1.5 * 2 ** 52;

/** The limbs without leading (most significant) zeros; shares memory with its argument. */
export function trimLeadingZeros(limbs: Limbs): Limbs {
  let length = limbs.length;
  while (length > 0 && limbs[length - 1] === 0) length--;
  return length === limbs.length ? limbs : limbs.subarray(0, length);
}

/**
 * Adds an integer of magnitude below 2^51 at limbs[position] and propagates carries up to `end`
 * (exclusive). Returns the carry out.
 */
export function addAt(limbs: Limbs, position: number, amount: number, end: number): number {
  let carry = amount;
  for (let i = position; carry !== 0 && i < end; i++) {
    const sum = limbs[i]! + carry;
    carry = Math.round(sum / BASE);
    limbs[i] = sum - carry * BASE;
  }
  return carry;
}
