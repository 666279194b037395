import {
  type Decimal,
  DOUBLE_DIGITS,
  expandedLength,
  isZero,
  parseDecimal,
  toNumber,
} from "./decimal.ts";

/**
 * A number of decimal digits as shown to clients: a number below 2^53, otherwise its decimal text,
 * in truncated scientific notation if the count itself has more than 40 digits
 * (`"4.999565705518096e+5003"`).
 */
export type DigitCount = number | string;

/** Decimal places of the fixed-point logarithms: enough for counts of 40 digits. */
const PLACES = 50;
const ONE = 10n ** BigInt(PLACES);
const SHOWN_DIGITS = 40;

/** One guard digit, so that the last digit shown is correct. */
const KEPT_DIGITS = SHOWN_DIGITS + 1;

/** Integers of up to this many digits are compared with the power, longer ones by logarithm. */
const LONGEST_EXACT_COMPARISON = 5_000;

/**
 * Logarithms below `LARGEST_ESTIMATE` computed in doubles are off by much less than
 * `ROUNDING_MARGIN`. Within that margin of an integer, a fixed-point logarithm decides.
 */
const LARGEST_ESTIMATE = 1e9;
const ROUNDING_MARGIN = 1e-5;

const LN_10 = naturalLogarithm(10n * ONE);
const LOG10_E = ONE * ONE / LN_10;
const LOG10_2 = naturalLogarithm(2n * ONE) * ONE / LN_10;
const LOG10_2PI = 79817986835811504956500718301539190041986820584255n;
const LOG10_PHI = 20898764024997873376927208923755541682245923991821n;
const LOG10_SQRT5 = naturalLogarithm(5n * ONE) * ONE / LN_10 / 2n;

/** Whether a count is above a limit; a count held as text is above every limit. */
export function exceeds(count: DigitCount, limit: number): boolean {
  return typeof count === "string" || count > limit;
}

/** a + b; beyond 40 digits, where the smaller count does not matter, the larger of the two. */
export function addCounts(a: DigitCount, b: DigitCount): DigitCount {
  if (typeof a === "number" && typeof b === "number") return toDigitCount(BigInt(a) + BigInt(b), 0);
  if (isScientific(a) || isScientific(b)) return maxCount(a, b);
  return toDigitCount(BigInt(a) + BigInt(b), 0);
}

/** The larger of two counts. */
export function maxCount(a: DigitCount, b: DigitCount): DigitCount {
  const [x, y] = [parseDecimal(String(a)), parseDecimal(String(b))];
  const difference = expandedLength(x) - expandedLength(y);
  return difference > 0 || (difference === 0 && x.digits > y.digits) ? a : b;
}

/** Number of digits of n! for an integer n ≥ 0, by Stirling's series. */
export function factorialDigits(n: Decimal): DigitCount {
  const value = toNumber(n);
  if (value < 2) return 1;
  const estimate = value * Math.log10(value / Math.E) + Math.log10(2 * Math.PI * value) / 2 +
    Math.LOG10E / (12 * value);
  return countFromEstimate(estimate) ?? countFromFixedPoint(n, (logarithm, coefficient, shift) => {
    const root = (LOG10_2PI + logarithm) / 2n;
    const correction = shift > 0 ? 0n : LOG10_E / (12n * coefficient);
    return { slope: logarithm - LOG10_E, offset: root + correction };
  });
}

/** Number of digits of F(n) for an integer n ≥ 0: F(n) is the integer nearest to φ^n / √5. */
export function fibonacciDigits(n: Decimal): DigitCount {
  const value = toNumber(n);
  if (value < 7) return 1;
  const estimate = value * Number(LOG10_PHI) / Number(ONE) - Math.log10(5) / 2;
  return countFromEstimate(estimate) ??
    countFromFixedPoint(n, () => ({ slope: LOG10_PHI, offset: -LOG10_SQRT5 }));
}

/**
 * Number of digits of base^|exponent|, where `base` holds the digits of a positive integer without
 * trailing zeros and `exponent` is an integer.
 */
export function powerDigits(base: string, exponent: Decimal): DigitCount {
  if (base === "1" || isZero(exponent)) return 1;
  const estimate = Math.abs(toNumber(exponent)) * log10Estimate(base);
  return countFromEstimate(estimate) ?? countFromFixedPoint(exponent, () => {
    const slope = log10FixedPoint(base);
    const belowNextLength = BigInt(base.length) * ONE - 1n;
    return { slope: slope < belowNextLength ? slope : belowNextLength, offset: 0n };
  });
}

/** |value| × factor as a count, for integers: the number of zeros of (10^factor)^|value|. */
export function multiplyToCount(value: Decimal, factor: number): DigitCount {
  const product = Math.abs(toNumber(value)) * factor;
  if (Number.isSafeInteger(product)) return product;
  const { coefficient, shift } = leadingDigits(value);
  return toDigitCount(coefficient * BigInt(factor), shift);
}

/**
 * The k with prime^k = `digits`, the digits of a positive integer, or undefined if there is none.
 * Integers of more than 5,000 digits are judged by their leading digits, which is enough for
 * predictions.
 */
export function primePowerExponent(digits: string, prime: 2 | 5): number | undefined {
  const exponent = Math.round(log10Estimate(digits) / Math.log10(prime));
  if (digits.length <= LONGEST_EXACT_COMPARISON) {
    return BigInt(digits) === BigInt(prime) ** BigInt(exponent) ? exponent : undefined;
  }
  const logarithm = prime === 2 ? LOG10_2 : ONE - LOG10_2;
  const difference = log10FixedPoint(digits) - BigInt(exponent) * logarithm;
  const tolerance = 10n ** BigInt(PLACES - SHOWN_DIGITS + 2);
  return difference < tolerance && difference > -tolerance ? exponent : undefined;
}

/** The count, unless a rounding error could have moved the logarithm across an integer. */
function countFromEstimate(log10: number): number | undefined {
  const fraction = log10 - Math.floor(log10);
  const certain = log10 < LARGEST_ESTIMATE && fraction > ROUNDING_MARGIN &&
    fraction < 1 - ROUNDING_MARGIN;
  return certain ? Math.floor(log10) + 1 : undefined;
}

interface Line {
  readonly slope: bigint;
  readonly offset: bigint;
}

/** The count for a number with log10 = n × slope + offset, fixed-point with `PLACES` decimals. */
function countFromFixedPoint(
  n: Decimal,
  line: (logarithm: bigint, coefficient: bigint, shift: number) => Line,
): DigitCount {
  const { coefficient, shift } = leadingDigits(n);
  const { slope, offset } = line(log10FixedPoint(n.digits, n.exponent), coefficient, shift);
  const scaled = coefficient * slope + (shift > 0 ? 0n : offset);
  return toDigitCount(scaled / ONE + (shift > 0 ? 0n : 1n), shift);
}

/** |value| ≈ coefficient × 10^shift, truncated to `KEPT_DIGITS` digits; exact if shift is 0. */
function leadingDigits({ digits, exponent }: Decimal): { coefficient: bigint; shift: number } {
  const length = digits.length + exponent;
  if (length <= KEPT_DIGITS) {
    return { coefficient: BigInt(digits + "0".repeat(exponent)), shift: 0 };
  }
  const kept = digits.slice(0, KEPT_DIGITS).padEnd(KEPT_DIGITS, "0");
  return { coefficient: BigInt(kept), shift: length - KEPT_DIGITS };
}

function toDigitCount(coefficient: bigint, shift: number): DigitCount {
  if (shift === 0 && coefficient <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(coefficient);
  const digits = String(coefficient);
  const length = digits.length + shift;
  if (length <= SHOWN_DIGITS) return digits;
  return `${digits[0]}.${digits.slice(1, 16)}e+${length - 1}`;
}

function isScientific(value: DigitCount): boolean {
  return typeof value === "string" && value.includes("e");
}

/** log10 of the positive integer with these decimal digits, as a double. */
export function log10Estimate(digits: string): number {
  if (digits.length <= DOUBLE_DIGITS) return Math.log10(Number(digits));
  return Math.log10(Number(`0.${digits.slice(0, 25)}`)) + digits.length;
}

/** log10 of digits × 10^exponent with `PLACES` decimal places. */
function log10FixedPoint(digits: string, exponent = 0): bigint {
  const mantissa = BigInt(digits.slice(0, PLACES + 1).padEnd(PLACES + 1, "0"));
  return naturalLogarithm(mantissa) * ONE / LN_10 + BigInt(digits.length + exponent - 1) * ONE;
}

/**
 * ln x = 2 artanh((x − 1) / (x + 1)) by its power series; x and the result are fixed-point numbers
 * with `PLACES` decimal places.
 */
function naturalLogarithm(x: bigint): bigint {
  const ratio = (x - ONE) * ONE / (x + ONE);
  const square = ratio * ratio / ONE;
  let sum = 0n;
  let term = ratio;
  for (let odd = 1n; term !== 0n; odd += 2n) {
    sum += term / odd;
    term = term * square / ONE;
  }
  return 2n * sum;
}
