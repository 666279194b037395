import type { DecimalText } from "../../numbers/mod.ts";
import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";
import { predictSeconds } from "../../numbers/integer/mod.ts";
import { remainder, wordPower } from "../../numbers/integers/word_arithmetic.ts";
import type { EvaluationTools } from "./tools.ts";
import type { Fraction } from "./value.ts";

const ZERO = "0".charCodeAt(0);
const POINT = ".".charCodeAt(0);
const MINUS = "-".charCodeAt(0);

/** A product of primes below 2^26. */
const SMALL_PRIMES = 2 * 3 * 5 * 7 * 11 * 13;

/** A prime below 2^26. */
const WITNESS = 67_108_859;

/** A fraction whose decimal expansion ends. */
export interface FiniteDecimal {
  /** Number of its decimal digits. */
  digits(integers: IntegerArithmetic): number;
  text(): DecimalText;
}

/**
 * Predicted seconds to find out that the expansion of a fraction ends, and of its text, on one core of
 * the reference machine.
 */
export function finiteDecimalSeconds(numeratorDigits: number, denominatorDigits: number): number {
  const digits = numeratorDigits + denominatorDigits;
  return 2 * predictSeconds.power(1, Math.ceil(denominatorDigits)) +
    predictSeconds.multiply(numeratorDigits, denominatorDigits) +
    predictSeconds.decimalText(digits);
}

/** The decimal expansion of a fraction that is not an integer; undefined if it does not end. */
export function finiteDecimal(
  { numerator, denominator }: Fraction,
  { integers }: EvaluationTools,
): FiniteDecimal | undefined {
  const residue = integers.remainderByWord(denominator, SMALL_PRIMES);
  if (residue % 2 !== 0 && residue % 5 !== 0) return undefined;
  if ([3, 7, 11, 13].some((prime) => residue % prime === 0)) return undefined;
  const powers = powersOfTwoAndFive(denominator, integers);
  if (!powers) return undefined;
  const { twos, fives } = powers;
  const places = Math.max(twos, fives);
  const factor = (): Integer =>
    twos > fives ? integers.power(5n, twos - fives) : integers.power(2n, fives - twos);
  return {
    digits: () => Math.max(places + 1, significantDigits(numerator, { twos, fives }, integers)),
    text: () => withPoint(integers.toDecimalText(integers.multiply(numerator, factor())), places),
  };
}

interface Powers {
  readonly twos: number;
  readonly fives: number;
}

/**
 * The exponents of n = 2^twos · 5^fives; undefined for other numbers. Without its trailing zeros n
 * is a power of 2 or of 5, whose exponent follows from the number of digits and a residue.
 */
function powersOfTwoAndFive(n: Integer, integers: IntegerArithmetic): Powers | undefined {
  const zeros = integers.trailingZeros(n);
  const digits = integers.digitCount(n) - zeros;
  const residue = integers.remainderByWord(n, WITNESS);
  const scale = wordPower(10, zeros, WITNESS);
  for (const prime of [2, 5]) {
    const exponent = exponentsOf(prime, digits).find((exponent) =>
      remainder(wordPower(prime, exponent, WITNESS) * scale, WITNESS) === residue
    );
    if (exponent === undefined) continue;
    const power = integers.power(BigInt(prime), exponent);
    const product = integers.multiply(power, integers.power(10n, zeros));
    if (integers.compare(product, n) !== 0) return undefined;
    return prime === 2
      ? { twos: zeros + exponent, fives: zeros }
      : { twos: zeros, fives: zeros + exponent };
  }
  return undefined;
}

/** The exponents of the powers that have so many digits, and the nearest others. */
function exponentsOf(prime: number, digits: number): number[] {
  const first = Math.max(0, Math.floor((digits - 1) / Math.log10(prime)) - 1);
  const last = Math.ceil(digits / Math.log10(prime)) + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** An upper bound, at most one too high, on the digits of the numerator over a power of ten. */
function significantDigits(
  numerator: Integer,
  { twos, fives }: { readonly twos: number; readonly fives: number },
  integers: IntegerArithmetic,
): number {
  const surplus = twos - fives;
  const log10 = surplus > 0 ? surplus * Math.log10(5) : -surplus * Math.log10(2);
  return integers.digitCount(numerator) + Math.floor(log10);
}

/** The digits with a decimal point before the last `places`. */
function withPoint(text: DecimalText, places: number): DecimalText {
  const digits = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const start = digits[0] === MINUS ? 1 : 0;
  const length = digits.length - start;
  const whole = Math.max(length - places, 1);
  const bytes = new Uint8Array(start + whole + 1 + places).fill(ZERO);
  bytes.set(digits.subarray(0, start));
  const fraction = digits.subarray(Math.max(digits.length - places, start));
  if (length > places) bytes.set(digits.subarray(start, digits.length - places), start);
  bytes[start + whole] = POINT;
  bytes.set(fraction, bytes.length - fraction.length);
  return typeof text === "string" ? new TextDecoder().decode(bytes) : bytes;
}
