import { firstPrecision } from "./leading_digits.ts";
import type { OutlineRequest } from "./outline.ts";

/*
 * Fitted to measurements with V8's BigInt on one core of the reference machine for arguments of 6
 * to 10,000 digits, with warm constants and tables; a first calculation takes up to three times as
 * long.
 */

const SECONDS_PER_LOGARITHM = 3.5e-4;
const BITS_OF_LOGARITHM = 3_600;

/**
 * Predicted seconds of leading digits that take `logarithms` logarithms of numbers of
 * `argumentBits` bits.
 */
export function predictLeadingSeconds(
  { leading }: Pick<OutlineRequest, "leading">,
  argumentBits: number,
  logarithms: number,
): number {
  const bits = firstPrecision(leading) + argumentBits + 64;
  // Half a logarithm accounts for products and quotients with the constants.
  return 3e-5 + (logarithms + 0.5) * SECONDS_PER_LOGARITHM * (bits / BITS_OF_LOGARITHM) ** 1.9;
}

/** Predicted seconds of the units of factorials whose arguments have `bits` bits in total. */
export function predictUnitSeconds({ trailing }: OutlineRequest, bits: number): number {
  return 2e-5 + bits * 6e-8 * Math.max(trailing, 8);
}
