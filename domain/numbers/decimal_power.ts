import { type Decimal, isOdd, isZero, toNumber } from "./decimal.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import {
  addCounts,
  type DigitCount,
  magnitude,
  maxCount,
  multiplyCounts,
  powerDigits,
  primePowerExponent,
} from "./digit_count.ts";
import { largeRemoveFactor } from "./large/remove_factor.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { isSmallPower, power, powerCost } from "./power.ts";
import { smallPower } from "./small/power.ts";
import { removeFactor } from "./small/remove_factor.ts";
import { BIGINT_THRESHOLDS } from "./thresholds.ts";
import type { ComputeContext } from "./compute_context.ts";

/** Predictions for bases with more digits than this assume that the fraction does not reduce. */
const LONGEST_REDUCED_IN_PREDICTION = 5_000;

/** digits^power × 10^shift, where `digits` holds the decimal digits of a positive integer. */
export interface Factor {
  readonly digits: string;
  readonly power: number;
  readonly shift: number;
}

/**
 * base^exponent as canonical text, for an integer exponent: an integer, a finite decimal, or, where
 * the decimal does not terminate, a reduced fraction `p/q`. 0^0 is 1. Throws a RangeError for zero
 * to a negative power, and whatever `context.checkpoint()` throws.
 */
export function decimalPower(
  base: Decimal,
  exponent: Decimal,
  context: ComputeContext,
): DecimalText {
  if (isZero(exponent)) return "1";
  if (isZero(base)) {
    if (exponent.negative) throw new RangeError("Zero has no negative power");
    return "0";
  }
  const sign = base.negative && isOdd(exponent) ? "-" : "";
  if (base.digits === "1" && base.exponent === 0) return sign + "1";
  const times = Math.abs(toNumber(exponent));
  const isPlain = base.exponent === 0 && !exponent.negative;
  if (isPlain && isSmallPower(base.digits, times)) return sign + smallPower(base.digits, times);
  const multiplier = Multiplier.for(context);
  const factors = exponent.negative
    ? reciprocal(base, multiplier)
    : [{ digits: base.digits, power: 1, shift: base.exponent }];
  multiplier.meter.expect(() =>
    factors.reduce((sum, { digits, power }) => sum + powerCost(digits, power * times), 0)
  );
  const parts = factors.map((factor) => ({
    digits: power(factor.digits, factor.power * times, multiplier),
    shift: factor.shift * times,
  }));
  return writeDecimalText(sign, parts, multiplier.meter);
}

/**
 * Number of digits in the text of `decimalPower`, computed from logarithms; 1 for a zero base. An
 * upper bound for reciprocals of bases with more than 5,000 digits and where `powerDigits` is one,
 * otherwise exact.
 */
export function decimalPowerDigits(base: Decimal, exponent: Decimal): DigitCount {
  if (isZero(base) || isZero(exponent)) return 1;
  const times = magnitude(exponent);
  return decimalPowerFactors(base, exponent)
    .map((factor) => factorDigits(factor, times))
    .reduce(addCounts);
}

/**
 * The factors whose |exponent|-th powers make up the result for a nonzero base: one for an integer
 * or a finite decimal, or numerator and denominator. Fractions are reduced only for bases of up to
 * `LONGEST_REDUCED_IN_PREDICTION` digits.
 */
export function decimalPowerFactors(base: Decimal, exponent: Decimal): readonly Factor[] {
  if (!exponent.negative) return [{ digits: base.digits, power: 1, shift: base.exponent }];
  if (base.digits === "1") return [{ digits: "1", power: 1, shift: -base.exponent }];
  const prime = primeSharedWithTen(base.digits);
  const inverse = tenOver(prime);
  const root = prime && primePowerExponent(base.digits, prime);
  if (root !== undefined) {
    return [{ digits: inverse, power: root, shift: -root - base.exponent }];
  }
  const places = Math.max(-base.exponent, 0);
  const zeros = Math.max(base.exponent, 0);
  if (base.digits.length > LONGEST_REDUCED_IN_PREDICTION) {
    const one = { digits: "1", power: 1, shift: places };
    return [one, { digits: base.digits, power: 1, shift: zeros }];
  }
  const { cofactor, count } = removeFactor(base.digits, prime, places);
  return [
    { digits: inverse, power: count, shift: places - count },
    { digits: cofactor, power: 1, shift: zeros },
  ];
}

/** Number of digits of a factor to the power `times`, including zeros around the point. */
function factorDigits({ digits, power, shift }: Factor, times: DigitCount): DigitCount {
  const count = powerDigits(digits, multiplyCounts(times, power));
  const zeros = multiplyCounts(times, Math.abs(shift));
  return shift < 0 ? maxCount(count, addCounts(zeros, 1)) : addCounts(count, zeros);
}

/**
 * The factor of 1/|base| if it is a finite decimal, otherwise numerator and denominator, reduced.
 */
function reciprocal(base: Decimal, multiplier: Multiplier): Factor[] {
  const prime = primeSharedWithTen(base.digits);
  const full = divideOut(base.digits, prime, { limit: Infinity, multiplier });
  const inverse = tenOver(prime);
  if (full.cofactor === "1") {
    return [{ digits: inverse, power: full.count, shift: -full.count - base.exponent }];
  }
  const places = Math.max(-base.exponent, 0);
  const { cofactor, count } = full.count <= places
    ? full
    : divideOut(base.digits, prime, { limit: places, multiplier });
  return [
    { digits: inverse, power: count, shift: places - count },
    { digits: cofactor, power: 1, shift: Math.max(base.exponent, 0) },
  ];
}

function divideOut(
  digits: string,
  prime: 2 | 5 | undefined,
  { limit, multiplier }: { readonly limit: number; readonly multiplier: Multiplier },
) {
  return prime && digits.length > BIGINT_THRESHOLDS.divisionDigits
    ? largeRemoveFactor(digits, prime, { limit, multiplier })
    : removeFactor(digits, prime, limit);
}

/** 10/prime: 1/prime^k has the digits of (10/prime)^k. Without a prime, 1. */
function tenOver(prime: 2 | 5 | undefined): string {
  return prime ? String(10 / prime) : "1";
}

/** The prime that an integer shares with 10, if any; the integer does not end in 0. */
function primeSharedWithTen(digits: string): 2 | 5 | undefined {
  const last = Number(digits.at(-1));
  if (last === 5) return 5;
  return last % 2 === 0 ? 2 : undefined;
}
