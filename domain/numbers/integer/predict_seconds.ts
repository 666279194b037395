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

/** Longer operands do not fit in memory. */
const MAX_DIGITS = 1e9;

/**
 * Predicted seconds of the operations of `IntegerArithmetic` on one core of the reference machine
 * of `limbs/costs.ts`, by the decimal digits of the operands; Infinity for more than 10^9 digits.
 */
export const predictSeconds = {
  /** Also of subtraction, comparison and negation. */
  add(a: number, b: number): number {
    const cost = () => ADDITION_NS_PER_LIMB * limbsIn(Math.max(a, b)) + mixedCost(a, b);
    return seconds([a, b], cost);
  },

  multiply(a: number, b: number): number {
    return seconds([a, b], () => productCost(...sorted(a, b)) + mixedCost(a, b));
  },

  square(digits: number): number {
    const cost = () =>
      digits <= BIGINT_DIGITS
        ? bigintProductCost(digits, digits)
        : squarePlan(limbsIn(digits)).cost;
    return seconds([digits], cost);
  },

  /** By the digits of the base; pass its logarithm to base 10 for more accuracy. */
  power(digits: number, exponent: number): number {
    const cost = () => integerPowerCost(digits / DIGITS_PER_LIMB, exponent);
    return seconds([digits * exponent], cost);
  },

  /** Also of `exactQuotient`. */
  quotientAndRemainder(dividend: number, divisor: number): number {
    return seconds([dividend, divisor], () => floorQuotientCost(dividend, divisor));
  },

  remainderByWord(digits: number): number {
    return seconds([digits], () => REMAINDER_NS_PER_LIMB * limbsIn(digits));
  },

  gcd(a: number, b: number): number {
    return seconds([a, b], () => divisorCost(...sorted(a, b)) + mixedCost(a, b));
  },

  /** For a degree of 2, also of `isqrt`. */
  iroot(digits: number, degree: number): number {
    return seconds([digits], () => floorRootCost(digits, degree));
  },

  /** Of `toDecimalText` and of `fromDecimalText`. */
  decimalText(digits: number): number {
    const cost = () =>
      digits <= BIGINT_DIGITS ? CONVERSION_NS_PER_DIGIT * digits : textCost(limbsIn(digits));
    return seconds([digits], cost);
  },
} as const;

function seconds(operands: readonly number[], nanoseconds: () => number): number {
  if (operands.some((digits) => digits > MAX_DIGITS)) return Infinity;
  return (CALL_NS + nanoseconds()) * SECONDS_PER_NANOSECOND;
}

/** Nanoseconds for converting the bigint among two operands of different forms. */
function mixedCost(a: number, b: number): number {
  const [longer, shorter] = sorted(a, b);
  const isMixed = longer > BIGINT_DIGITS && shorter <= BIGINT_DIGITS;
  return isMixed ? CONVERSION_NS_PER_DIGIT * shorter : 0;
}

function productCost(longer: number, shorter: number): number {
  if (longer <= BIGINT_DIGITS) return bigintProductCost(longer, shorter);
  return productPlan(limbsIn(longer), limbsIn(shorter)).cost;
}

function divisorCost(longer: number, shorter: number): number {
  if (longer <= BIGINT_DIGITS) return gcdSeconds(BITS_PER_DIGIT * longer) / SECONDS_PER_NANOSECOND;
  const [x, y] = [limbsIn(longer), limbsIn(shorter)];
  return gcdCost(x, y) + GCD_PASSES * REMAINDER_NS_PER_LIMB * (x + y);
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
