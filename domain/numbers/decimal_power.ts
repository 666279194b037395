import { type Decimal, isOdd, isZero, parseDecimal, toNumber } from "./decimal.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import {
  addCounts,
  type DigitCount,
  largerCount,
  powerDigits,
  predictedRoot,
  scaledCount,
} from "./digit_count.ts";
import { largeWithoutFactor } from "./large/without_factor.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { isSmallPower, power, powerCost } from "./power.ts";
import { smallPower } from "./small/power.ts";
import { withoutFactor } from "./small/without_factor.ts";
import { LARGEST_SMALL } from "./thresholds.ts";
import type { ComputeContext } from "./compute_context.ts";

/** A base beyond this many digits is predicted as if its fraction could not be reduced. */
const REDUCED_IN_PREDICTION = 5_000;

/** digits^power × 10^shift, for the digits of an integer. */
export interface Factor {
  readonly digits: string;
  readonly power: number;
  readonly shift: number;
}

/**
 * base^exponent as canonical text, for an integer exponent: an integer, a finite decimal, or a
 * reduced fraction `p/q`. 0^0 is 1. Throws a RangeError for zero to a negative power.
 */
export function decimalPower(base: Decimal, exponent: Decimal, work: ComputeContext): DecimalText {
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
  const multiplier = Multiplier.for(work);
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

/** Digits of `decimalPower`, from logarithms; a zero base counts as one digit. */
export function decimalPowerDigits(base: Decimal, exponent: Decimal): DigitCount {
  if (isZero(base) || isZero(exponent)) return 1;
  return decimalPowerFactors(base, exponent)
    .map((factor) => factorDigits(factor, exponent))
    .reduce(addCounts);
}

/**
 * What the power of a base other than zero will be: one factor, or numerator and denominator. The
 * fraction of a very long base is not reduced for it.
 */
export function decimalPowerFactors(base: Decimal, exponent: Decimal): readonly Factor[] {
  if (!exponent.negative) return [{ digits: base.digits, power: 1, shift: base.exponent }];
  if (base.digits === "1") return [{ digits: "1", power: 1, shift: -base.exponent }];
  const prime = lastPrime(base.digits);
  const inverse = inverseOf(prime);
  const root = prime && predictedRoot(base.digits, prime);
  if (root !== undefined) {
    return [{ digits: inverse, power: root, shift: -root - base.exponent }];
  }
  const places = Math.max(-base.exponent, 0);
  const zeros = Math.max(base.exponent, 0);
  if (base.digits.length > REDUCED_IN_PREDICTION) {
    const one = { digits: "1", power: 1, shift: places };
    return [one, { digits: base.digits, power: 1, shift: zeros }];
  }
  const { rest, count } = withoutFactor(base.digits, prime, places);
  return [
    { digits: inverse, power: count, shift: places - count },
    { digits: rest, power: 1, shift: zeros },
  ];
}

/** Digits of a factor to the power |exponent|, written out. */
function factorDigits({ digits, power, shift }: Factor, exponent: Decimal): DigitCount {
  const times = power === 1 ? exponent : parseDecimal(String(scaledCount(exponent, power)));
  const count = powerDigits(digits, times);
  if (shift === 0) return count;
  if (shift > 0) return addCounts(count, scaledCount(exponent, shift));
  return largerCount(count, addCounts(scaledCount(exponent, -shift), 1));
}

/** 1/|base|, or its numerator and denominator in lowest terms if it is not a finite decimal. */
function reciprocal(base: Decimal, multiplier: Multiplier): Factor[] {
  const prime = lastPrime(base.digits);
  const whole = reduced(base.digits, prime, { limit: Infinity, multiplier });
  const inverse = inverseOf(prime);
  if (whole.rest === "1") {
    return [{ digits: inverse, power: whole.count, shift: -whole.count - base.exponent }];
  }
  const places = Math.max(-base.exponent, 0);
  const { rest, count } = whole.count <= places
    ? whole
    : reduced(base.digits, prime, { limit: places, multiplier });
  return [
    { digits: inverse, power: count, shift: places - count },
    { digits: rest, power: 1, shift: Math.max(base.exponent, 0) },
  ];
}

function reduced(
  digits: string,
  prime: 2 | 5 | undefined,
  { limit, multiplier }: { readonly limit: number; readonly multiplier: Multiplier },
) {
  return prime && digits.length > LARGEST_SMALL.divisionDigits
    ? largeWithoutFactor(digits, prime, { limit, multiplier })
    : withoutFactor(digits, prime, limit);
}

/** 10/prime, whose powers are the digits of the prime's reciprocal powers. */
function inverseOf(prime: 2 | 5 | undefined): string {
  return prime ? String(10 / prime) : "1";
}

/** The prime that an integer which does not end in 0 shares with 10, if any. */
function lastPrime(digits: string): 2 | 5 | undefined {
  const last = Number(digits.at(-1));
  if (last === 5) return 5;
  return last % 2 === 0 ? 2 : undefined;
}
