import { gcdSeconds } from "../integers/gcd_seconds.ts";
import { gcdCost } from "../limbs/gcd.ts";
import { integerPowerCost } from "../limbs/integer_power.ts";
import { DIGITS_PER_LIMB } from "../limbs/limbs.ts";
import { productPlan, squarePlan } from "../limbs/plan.ts";
import { textCost } from "../limbs/text.ts";
import { BIGINT_DIGITS } from "./forms.ts";
import { floorQuotientCost } from "./quotient.ts";
import { floorRootCost } from "./root.ts";

const SECONDS_PER_NANOSECOND = 1e-9;
const BITS_PER_DIGIT = Math.log2(10);

/** Nanoseconds of a call, and for each digit of a bigint that becomes limbs. */
const CALL_NS = 500;
const CONVERSION_NS_PER_DIGIT = 10;

const BIGINT_NS_PER_PRODUCT = 0.002;

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
    if (longer <= BIGINT_DIGITS) return seconds(bigintProductCost(a, b), []);
    return seconds(productPlan(limbsIn(longer), limbsIn(shorter)).cost, [a, b]);
  },

  square(digits: number): number {
    if (digits <= BIGINT_DIGITS) return seconds(bigintProductCost(digits, digits), []);
    return seconds(squarePlan(limbsIn(digits)).cost, []);
  },

  /** By the digits of the base; pass its logarithm to base 10 for more accuracy. */
  power(digits: number, exponent: number): number {
    return seconds(integerPowerCost(digits / DIGITS_PER_LIMB, exponent), []);
  },

  /** Also of `exactQuotient`. */
  quotientAndRemainder(dividend: number, divisor: number): number {
    return seconds(floorQuotientCost(dividend, divisor), []);
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
    return seconds(floorRootCost(digits, degree), []);
  },

  /** Of `toDecimalText` and of `fromDecimalText`. */
  decimalText(digits: number): number {
    if (digits <= BIGINT_DIGITS) return seconds(CONVERSION_NS_PER_DIGIT * digits, []);
    return seconds(textCost(limbsIn(digits)), []);
  },
} as const;

/** Seconds for a cost and for converting the bigints among operands of different forms. */
function seconds(nanoseconds: number, operands: readonly number[]): number {
  const bigints = operands.filter((digits) => digits <= BIGINT_DIGITS);
  const isMixed = bigints.length < operands.length;
  const converted = isMixed ? bigints.reduce((sum, digits) => sum + digits, 0) : 0;
  const cost = CALL_NS + CONVERSION_NS_PER_DIGIT * converted + nanoseconds;
  return cost * SECONDS_PER_NANOSECOND;
}

/** Nanoseconds of BigInt for a product of a and b digits, which may become limbs. */
function bigintProductCost(a: number, b: number): number {
  const converted = a + b > BIGINT_DIGITS ? a + b : 0;
  return BIGINT_NS_PER_PRODUCT * a * b + CONVERSION_NS_PER_DIGIT * converted;
}

function sorted(a: number, b: number): [longer: number, shorter: number] {
  return a < b ? [b, a] : [a, b];
}

function limbsIn(digits: number): number {
  return Math.ceil(Math.max(1, digits) / DIGITS_PER_LIMB);
}
