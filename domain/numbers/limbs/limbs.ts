/**
 * An integer as balanced digits of base 10,000, least significant first: the sum of
 * limbs[i] · 10,000^i with −5,000 ≤ limbs[i] ≤ 5,000. Its sign is that of the top limb, which is not
 * 0; zero has no limbs.
 */
export type Limbs = Int16Array<ArrayBuffer>;

export const BASE = 10_000;
export const PER_BASE = 1 / BASE;
export const DIGITS_PER_LIMB = 4;
export const LARGEST_LIMB = BASE / 2;

/** Adding and taking away this rounds a double below 2^51 to the nearest integer. */
export const ROUNDER = 1.5 * 2 ** 52;

/** The limbs without zeros at the top, in the same memory. */
export function trimmed(limbs: Limbs): Limbs {
  let length = limbs.length;
  while (length > 0 && limbs[length - 1] === 0) length--;
  return length === limbs.length ? limbs : limbs.subarray(0, length);
}

/**
 * Adds an integer below 2^51 to limbs[position] and passes on what does not fit. Returns what is left
 * over at `end`.
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
