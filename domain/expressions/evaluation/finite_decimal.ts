import type { DecimalText } from "../../numbers/mod.ts";
import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";
import { bitLength } from "../../numbers/integers/bit_length.ts";
import { withoutTwos } from "../../numbers/integers/without_twos.ts";
import type { EvaluationTools } from "./tools.ts";
import type { Fraction } from "./value.ts";

const ZERO = "0".charCodeAt(0);
const POINT = ".".charCodeAt(0);
const MINUS = "-".charCodeAt(0);

/** Up to this many digits V8's BigInt finds the powers of 2 and 5 faster. */
const LONGEST_BIGINT_DIGITS = 50_000;

/** A product of primes below 2^26. */
const SMALL_PRIMES = 2 * 3 * 5 * 7 * 11 * 13;

/** A fraction whose decimal expansion ends. */
export interface FiniteDecimal {
  /** Number of its decimal digits. */
  digits(integers: IntegerArithmetic): number;
  text(): DecimalText;
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

/** The exponents of n = 2^twos · 5^fives; undefined for other numbers. */
function powersOfTwoAndFive(n: Integer, integers: IntegerArithmetic): Powers | undefined {
  if (integers.digitCount(n) <= LONGEST_BIGINT_DIGITS) return powersOfBigint(integers.toBigint(n));
  const twos = integers.removeFactor(n, 2);
  const fives = integers.removeFactor(twos.cofactor, 5);
  return fives.cofactor === 1n ? { twos: twos.count, fives: fives.count } : undefined;
}

function powersOfBigint(n: bigint): Powers | undefined {
  const { odd, twos } = withoutTwos(n);
  const fives = Math.round((bitLength(odd) - 0.5) / Math.log2(5));
  const exponent = [fives - 1, fives, fives + 1].find((candidate) =>
    candidate >= 0 && odd === 5n ** BigInt(candidate)
  );
  return exponent === undefined ? undefined : { twos, fives: exponent };
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
