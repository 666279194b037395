import { predictSeconds } from "../../numbers/integer/mod.ts";
import type { ComputeContext } from "../../numbers/mod.ts";
import { integerText } from "./integer_text.ts";
import { valuation } from "../../numbers/integers/integer_arithmetic.ts";
import { withoutNegativeZero } from "../../numbers/without_negative_zero.ts";
import { withoutTwos } from "../../numbers/integers/without_twos.ts";
import * as fractions from "./fractions.ts";
import type { EvaluationTools } from "./tools.ts";
import type { Fraction } from "./value.ts";

const PLACES = 50;
const LONGEST_PERIOD = 1_000;

/** Ten times a residue modulo a word is exact in doubles. */
const LARGEST_WORD = 10n ** 14n;
const WORD_DIGITS = 14;

/** Longer denominators are not searched for a period. */
const LONGEST_DENOMINATOR = 2_000;

/** Seconds to look for a period of up to `LONGEST_PERIOD` digits. */
const SECONDS_OF_PERIOD = { word: 5e-6, integer: 2e-5, perDigit: 1e-7 };

/** Numbers with more digits before the point have no decimal digits. */
const LONGEST_WHOLE = 1_000;

/** The beginning of the decimal expansion of a fraction, as an answer shows it. */
export interface DecimalDigits {
  /** Truncated after `places` digits. */
  readonly digits: string;
  readonly places: number;
  /** Null if it has more than 1,000 digits. `start` counts the digits between the point and it. */
  readonly period:
    | { readonly start: number; readonly length: number; readonly text: string }
    | null;
}

/** The first 50 decimal places of a fraction; null for 1,000 digits before the point and more. */
export function decimalDigits(value: Fraction, tools: EvaluationTools): DecimalDigits | null {
  const { integers } = tools;
  const isNegative = integers.sign(value.numerator) < 0;
  const magnitude = isNegative ? fractions.negated(value, integers) : value;
  const { numerator, denominator } = magnitude;
  if (integers.digitCount(numerator) - integers.digitCount(denominator) > LONGEST_WHOLE) {
    return null;
  }
  const scaled = integers.multiply(numerator, 10n ** BigInt(PLACES));
  const { quotient } = integers.quotientAndRemainder(scaled, denominator);
  const text = integerText(quotient, integers).padStart(PLACES + 1, "0");
  const digits = `${isNegative ? "-" : ""}${text.slice(0, -PLACES)}.${text.slice(-PLACES)}`;
  return {
    digits: withoutNegativeZero(digits),
    places: PLACES,
    period: periodOf(magnitude, tools),
  };
}

/** A period of L digits needs a denominator, without its factors 2 and 5, that divides 10^L − 1. */
function periodOf(
  { numerator, denominator }: Fraction,
  { integers, context }: EvaluationTools,
): DecimalDigits["period"] {
  if (integers.digitCount(denominator) > LONGEST_DENOMINATOR) return null;
  const { odd, twos } = withoutTwos(integers.toBigint(denominator));
  const fives = valuation(odd, 5n);
  const coprime = odd / 5n ** BigInt(fives);
  if (integers.digitCount(coprime) > LONGEST_PERIOD) return null;
  const start = Math.max(twos, fives);
  const length = coprime <= LARGEST_WORD
    ? periodOfWord(Number(coprime))
    : periodOfInteger(coprime, context);
  if (length === undefined) return null;
  const shifted = integers.multiply(numerator, integers.power(10n, start));
  const { remainder } = integers.quotientAndRemainder(shifted, denominator);
  const ahead = integers.multiply(remainder, 10n ** BigInt(length));
  const { quotient } = integers.quotientAndRemainder(ahead, denominator);
  return { start, length, text: integerText(quotient, integers).padStart(length, "0") };
}

/** The order of 10, if it is at most `LONGEST_PERIOD`. */
function periodOfInteger(modulus: bigint, context: ComputeContext): number | undefined {
  let power = 10n % modulus;
  for (let length = 1; length <= LONGEST_PERIOD; length++) {
    context.checkpoint();
    if (power === 1n) return length;
    power = power * 10n % modulus;
  }
  return undefined;
}

/** The same in doubles, which are exact below 2^53. */
function periodOfWord(modulus: number): number | undefined {
  let power = 10 % modulus;
  for (let length = 1; length <= LONGEST_PERIOD; length++) {
    if (power === 1) return length;
    power = power * 10 % modulus;
  }
  return undefined;
}

/** Predicted seconds of `decimalDigits`, on one core of the reference machine. */
export function decimalDigitsSeconds(numeratorDigits: number, denominatorDigits: number): number {
  if (numeratorDigits - denominatorDigits > LONGEST_WHOLE) return 0;
  const division = predictSeconds.quotientAndRemainder(
    numeratorDigits + PLACES,
    denominatorDigits,
  );
  const { word, integer, perDigit } = SECONDS_OF_PERIOD;
  const period = denominatorDigits <= WORD_DIGITS
    ? word
    : denominatorDigits <= LONGEST_PERIOD
    ? integer + perDigit * denominatorDigits
    : 0;
  return division + period;
}
