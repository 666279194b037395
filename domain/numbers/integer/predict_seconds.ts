import { gcdSeconds } from "../integers/gcd_seconds.ts";
import { integerRootSeconds } from "../integers/integer_root.ts";
import { gcdCost } from "../limbs/gcd.ts";
import { integerPowerCost } from "../limbs/integer_power.ts";
import { DIGITS_PER_LIMB } from "../limbs/limbs.ts";
import { productPlan, squarePlan } from "../limbs/plan.ts";
import { quotientCost } from "../limbs/quotient.ts";
import { integerRootCost } from "../limbs/root.ts";
import { textCost } from "../limbs/text.ts";
import { BIGINT_DIGITS } from "./forms.ts";

const SECONDS_PER_NANOSECOND = 1e-9;
const BITS_PER_DIGIT = Math.log2(10);

/** Nanoseconds of a call, and for each digit of a bigint that becomes limbs. */
const CALL_NS = 500;
const CONVERSION_NS_PER_DIGIT = 10;

const ADDITION_NS_PER_LIMB = 2;
const REMAINDER_NS_PER_LIMB = 5;

/** Passes in which `gcd` looks for small common factors. */
const GCD_PASSES = 12;

/**
 * Predicted seconds of the operations of `IntegerArithmetic` on one core of the reference machine
 * of `limbs/costs.ts`, by the decimal digits of the operands.
 */
export const predictSeconds = {
  /** Also of subtraction, comparison and negation. */
  add(a: number, b: number): number {
    return seconds(ADDITION_NS_PER_LIMB * limbsIn(Math.max(a, b)), [a, b]);
  },

  multiply(a: number, b: number): number {
    const [longer, shorter] = sorted(a, b);
    return seconds(productPlan(limbsIn(longer), limbsIn(shorter)).cost, [a, b]);
  },

  square(digits: number): number {
    return seconds(squarePlan(limbsIn(digits)).cost, [digits]);
  },

  /** By the digits of the base; pass its logarithm to base 10 for more accuracy. */
  power(digits: number, exponent: number): number {
    return seconds(integerPowerCost(digits / DIGITS_PER_LIMB, exponent), [digits]);
  },

  /** Also of `exactQuotient`. */
  quotientAndRemainder(dividend: number, divisor: number): number {
    return seconds(quotientCost(limbsIn(dividend), limbsIn(divisor)), [dividend, divisor]);
  },

  remainderByWord(digits: number): number {
    return seconds(REMAINDER_NS_PER_LIMB * limbsIn(digits), []);
  },

  gcd(a: number, b: number): number {
    const [longer, shorter] = sorted(a, b);
    if (longer <= BIGINT_DIGITS) return gcdSeconds(BITS_PER_DIGIT * longer);
    const [x, y] = [limbsIn(longer), limbsIn(shorter)];
    return seconds(gcdCost(x, y) + GCD_PASSES * REMAINDER_NS_PER_LIMB * (x + y), [a, b]);
  },

  /** For a degree of 2, also of `isqrt`. */
  iroot(digits: number, degree: number): number {
    const bits = BITS_PER_DIGIT * digits;
    if (digits <= BIGINT_DIGITS || degree < 2) return integerRootSeconds(bits, degree);
    return seconds(integerRootCost(limbsIn(digits), Math.min(degree, Math.ceil(bits))), []);
  },

  /** Of `toDecimalText` and of `fromDecimalText`. */
  decimalText(digits: number): number {
    return seconds(textCost(limbsIn(digits)), [digits]);
  },
} as const;

function seconds(nanoseconds: number, operands: readonly number[]): number {
  const converted = operands.reduce((sum, digits) => sum + Math.min(digits, BIGINT_DIGITS), 0);
  const cost = CALL_NS + CONVERSION_NS_PER_DIGIT * converted + nanoseconds;
  return cost * SECONDS_PER_NANOSECOND;
}

function sorted(a: number, b: number): [longer: number, shorter: number] {
  return a < b ? [b, a] : [a, b];
}

function limbsIn(digits: number): number {
  return Math.ceil(Math.max(1, digits) / DIGITS_PER_LIMB);
}
