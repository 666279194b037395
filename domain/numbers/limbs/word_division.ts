import { BASE, LARGEST_LIMB, type Limbs, trimLeadingZeros } from "./limbs.ts";

/** Largest modulus of `remainderByWord`: its product with BASE² stays below 2^53. */
export const LARGEST_WORD_MODULUS = 2 ** 26;

/**
 * ⌊x / word⌋ and the remainder, for an integer word from 1 to `LARGEST_WORD`. Floors of rounded
 * quotients are exact: they stay below 2^14, where doubles are 2^−39 apart, and differ from the
 * next integer by 1 / word or more.
 */
export function divideByWord(x: Limbs, word: number): { quotient: Limbs; remainder: number } {
  const quotient = new Int16Array(x.length + 1);
  let remainder = 0;
  for (let i = x.length - 1; i >= 0; i--) {
    const rest = remainder * BASE + x[i]!;
    const digit = Math.floor(rest / word);
    remainder = rest - digit * word;
    quotient[i] = digit;
  }
  let carry = 0;
  for (let i = 0; i < quotient.length; i++) {
    const digit = quotient[i]! + carry;
    carry = Number(digit > LARGEST_LIMB) - Number(digit < -LARGEST_LIMB);
    quotient[i] = digit - carry * BASE;
  }
  return { quotient: trimLeadingZeros(quotient), remainder };
}

/** x mod m in [0, m), for an integer m from 1 to `LARGEST_WORD_MODULUS`, two limbs at a time. */
export function remainderByWord(x: Limbs, m: number): number {
  let remainder = 0;
  let i = x.length - 1;
  if (i % 2 === 0) remainder = reduce(x[i--]!, m);
  for (; i > 0; i -= 2) {
    remainder = reduce(remainder * BASE ** 2 + x[i]! * BASE + x[i - 1]!, m);
  }
  return remainder;
}

/** t mod m for |t| < 2^53 and |t / m| < 2^27, where doubles are 2^−26 apart. */
function reduce(t: number, m: number): number {
  return t - Math.floor(t / m) * m;
}
