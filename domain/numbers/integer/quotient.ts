import { floorDivide } from "../integers/integer_arithmetic.ts";
import { DIGITS_PER_LIMB } from "../limbs/limbs.ts";
import { LARGEST_WORD } from "../limbs/linear.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { quotientAndRemainder, quotientCost } from "../limbs/quotient.ts";
import { bigintOf, integerOf, limbsOf } from "./forms.ts";
import type { Integer, QuotientAndRemainder } from "./integer.ts";

/** Limbs of the longest dividends that BigInt divides faster, conversions included. */
const BIGINT_DIVIDEND = 1_000;

/** Nanoseconds of BigInt for a digit of the quotient and of the divisor. */
const BIGINT_NS_PER_DIGIT = 25;
const BIGINT_NS_PER_PRODUCT = 0.006;

/** ⌊a / b⌋ and the remainder, for b > 0. */
export function floorQuotient(
  a: Integer,
  b: Integer,
  multiplier: Multiplier,
): QuotientAndRemainder {
  if (isForBigint(a, b)) {
    const [x, y] = [bigintOf(a), bigintOf(b)];
    const quotient = floorDivide(x, y);
    return { quotient: integerOf(quotient), remainder: integerOf(x - quotient * y) };
  }
  const { quotient, remainder } = quotientAndRemainder(limbsOf(a), limbsOf(b), multiplier);
  return { quotient: integerOf(quotient), remainder: integerOf(remainder) };
}

/** Predicted cost of `floorQuotient`, by decimal digits, in nanoseconds. */
export function floorQuotientCost(dividend: number, divisor: number): number {
  const [x, y] = [dividend, divisor].map((digits) => Math.ceil(digits / DIGITS_PER_LIMB));
  if (x! > BIGINT_DIVIDEND) return quotientCost(x!, y!);
  const quotient = Math.max(0, dividend - divisor);
  return BIGINT_NS_PER_DIGIT * dividend + BIGINT_NS_PER_PRODUCT * quotient * divisor;
}

function isForBigint(a: Integer, b: Integer): boolean {
  if (typeof a === "bigint") return typeof b === "bigint";
  return a.length <= BIGINT_DIVIDEND && (typeof b !== "bigint" || b > LARGEST_WORD);
}
