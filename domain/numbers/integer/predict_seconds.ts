import { gcdSeconds } from "../integers/gcd_seconds.ts";
import { integerRootSeconds } from "../integers/integer_root.ts";
import { DIGITS_PER_LIMB } from "../limbs/limbs.ts";
import { productPlan, squarePlan } from "../limbs/plan.ts";
import { textCost } from "../limbs/text.ts";

const SECONDS_PER_NANOSECOND = 1e-9;

/** Seconds for the call of an operation and the objects that it creates. */
const CALL_SECONDS = 1e-6;

const ADDITION_NS_PER_LIMB = 3;
const BITS_PER_DIGIT = Math.log2(10);

/**
 * Predicted seconds of the operations of `IntegerArithmetic` on one core of the reference machine,
 * by the decimal digits of the operands.
 */
export const predictSeconds = {
  /** Also of subtraction, comparison and negation. */
  add(a: number, b: number): number {
    return secondsOf(ADDITION_NS_PER_LIMB * Math.max(limbsIn(a), limbsIn(b)));
  },

  multiply(a: number, b: number): number {
    const [x, y] = [limbsIn(a), limbsIn(b)];
    return secondsOf(productPlan(Math.max(x, y), Math.min(x, y)).cost);
  },

  square(digits: number): number {
    return secondsOf(squarePlan(limbsIn(digits)).cost);
  },

  power(digits: number, exponent: number): number {
    let seconds = CALL_SECONDS;
    for (let times = exponent; times >= 1; times /= 2) {
      seconds += predictSeconds.square(Math.ceil(digits * times / 2));
    }
    return seconds;
  },

  quotientAndRemainder(dividend: number, divisor: number): number {
    const quotient = Math.max(1, dividend - divisor);
    return 4 * predictSeconds.multiply(Math.max(quotient, divisor), Math.min(quotient, divisor));
  },

  gcd(a: number, b: number): number {
    return gcdSeconds(BITS_PER_DIGIT * Math.max(a, b));
  },

  iroot(digits: number, degree: number): number {
    return integerRootSeconds(BITS_PER_DIGIT * digits, degree);
  },

  /** Of `toDecimalText` and of `fromDecimalText`. */
  decimalText(digits: number): number {
    return secondsOf(textCost(limbsIn(digits)));
  },
} as const;

function limbsIn(digits: number): number {
  return Math.ceil(Math.max(1, digits) / DIGITS_PER_LIMB);
}

function secondsOf(nanoseconds: number): number {
  return CALL_SECONDS + nanoseconds * SECONDS_PER_NANOSECOND;
}
