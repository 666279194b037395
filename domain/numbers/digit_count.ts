import {
  type Decimal,
  EXACT_DIGITS,
  expandedLength,
  isZero,
  parseDecimal,
  toNumber,
} from "./decimal.ts";

/**
 * A number of decimal digits as clients see it: a number up to 2^53, beyond that its decimal text,
 * and beyond 40 digits that text in scientific notation (`"4.999565705518096e+5003"`).
 */
export type DigitCount = number | string;

/** Decimal places of the fixed-point logarithms, enough for counts of 40 digits. */
const PLACES = 50;
const ONE = 10n ** BigInt(PLACES);
const LEADING_DIGITS = 40;

/** One more than is shown, so that the last digit shown is right. */
const KEPT_DIGITS = LEADING_DIGITS + 1;

/** Integers up to this length are compared with a power itself instead of its logarithm. */
const EXACT_ROOT_DIGITS = 5_000;

/** Below this the double estimate of a logarithm is exact to well under `DOUBTFUL`. */
const LARGEST_ESTIMATE = 1e9;
const DOUBTFUL = 1e-5;

const LN_10 = naturalLogarithm(10n * ONE);
const LOG10_E = ONE * ONE / LN_10;
const LOG10_2 = naturalLogarithm(2n * ONE) * ONE / LN_10;
const LOG10_2PI = 79817986835811504956500718301539190041986820584255n;
const LOG10_PHI = 20898764024997873376927208923755541682245923991821n;
const LOG10_SQRT5 = naturalLogarithm(5n * ONE) * ONE / LN_10 / 2n;

/** Whether more digits than a limit; a text is always more. */
export function exceeds(count: DigitCount, limit: number): boolean {
  return typeof count === "string" || count > limit;
}

export function addCounts(a: DigitCount, b: DigitCount): DigitCount {
  if (typeof a === "number" && typeof b === "number") return count(BigInt(a) + BigInt(b), 0);
  if (isScientific(a) || isScientific(b)) return largerCount(a, b);
  return count(BigInt(a) + BigInt(b), 0);
}

export function largerCount(a: DigitCount, b: DigitCount): DigitCount {
  const [x, y] = [parseDecimal(String(a)), parseDecimal(String(b))];
  const longer = expandedLength(x) - expandedLength(y);
  return longer > 0 || (longer === 0 && x.digits > y.digits) ? a : b;
}

/** Digits of n! for an integer n ≥ 0, by Stirling's series. */
export function factorialDigits(n: Decimal): DigitCount {
  const value = toNumber(n);
  if (value < 2) return 1;
  const estimate = value * Math.log10(value / Math.E) + Math.log10(2 * Math.PI * value) / 2 +
    Math.LOG10E / (12 * value);
  return fromEstimate(estimate) ?? fromFixed(n, (logarithm, coefficient, shift) => {
    const root = (LOG10_2PI + logarithm) / 2n;
    const correction = shift > 0 ? 0n : LOG10_E / (12n * coefficient);
    return { slope: logarithm - LOG10_E, offset: root + correction };
  });
}

/** Digits of F(n) for an integer n ≥ 0: F(n) is the integer nearest to φ^n / √5. */
export function fibonacciDigits(n: Decimal): DigitCount {
  const value = toNumber(n);
  if (value < 7) return 1;
  const estimate = value * Number(LOG10_PHI) / Number(ONE) - Math.log10(5) / 2;
  return fromEstimate(estimate) ??
    fromFixed(n, () => ({ slope: LOG10_PHI, offset: -LOG10_SQRT5 }));
}

/** Digits of the integer `base`^|exponent|, `base` an integer's digits without sign or zeros at the end. */
export function powerDigits(base: string, exponent: Decimal): DigitCount {
  if (base === "1" || isZero(exponent)) return 1;
  const estimate = Math.abs(toNumber(exponent)) * log10Estimate(base);
  return fromEstimate(estimate) ?? fromFixed(exponent, () => {
    const slope = log10Fixed(base);
    const belowNextLength = BigInt(base.length) * ONE - 1n;
    return { slope: slope < belowNextLength ? slope : belowNextLength, offset: 0n };
  });
}

/** |value| × factor as a count, for the zeros that a power of ten adds. */
export function scaledCount(value: Decimal, factor: number): DigitCount {
  const product = Math.abs(toNumber(value)) * factor;
  if (Number.isSafeInteger(product)) return product;
  const { coefficient, shift } = leading(value);
  return count(coefficient * BigInt(factor), shift);
}

/**
 * The k with value = prime^k, or undefined, for an integer's digits. Above 5,000 digits decided by its
 * leading digits alone, which is enough for predictions.
 */
export function predictedRoot(digits: string, prime: 2 | 5): number | undefined {
  const exponent = Math.round(log10Estimate(digits) / Math.log10(prime));
  if (digits.length <= EXACT_ROOT_DIGITS) {
    return BigInt(digits) === BigInt(prime) ** BigInt(exponent) ? exponent : undefined;
  }
  const logarithm = prime === 2 ? LOG10_2 : ONE - LOG10_2;
  const difference = log10Fixed(digits) - BigInt(exponent) * logarithm;
  const tolerance = 10n ** BigInt(PLACES - LEADING_DIGITS + 2);
  return difference < tolerance && difference > -tolerance ? exponent : undefined;
}

/** The count, if rounding cannot have moved the logarithm across an integer. */
function fromEstimate(log10: number): number | undefined {
  const fraction = log10 - Math.floor(log10);
  const certain = log10 < LARGEST_ESTIMATE && fraction > DOUBTFUL && fraction < 1 - DOUBTFUL;
  return certain ? Math.floor(log10) + 1 : undefined;
}

interface Line {
  readonly slope: bigint;
  readonly offset: bigint;
}

/** Digits of a number whose logarithm is n × slope + offset, both with `PLACES` decimal places. */
function fromFixed(
  n: Decimal,
  line: (logarithm: bigint, coefficient: bigint, shift: number) => Line,
): DigitCount {
  const { coefficient, shift } = leading(n);
  const { slope, offset } = line(log10Fixed(n.digits, n.exponent), coefficient, shift);
  const scaled = coefficient * slope + (shift > 0 ? 0n : offset);
  return count(scaled / ONE + (shift > 0 ? 0n : 1n), shift);
}

/** |value| ≈ coefficient × 10^shift with at most `KEPT_DIGITS` digits kept; exact with shift 0. */
function leading({ digits, exponent }: Decimal): { coefficient: bigint; shift: number } {
  const length = digits.length + exponent;
  if (length <= KEPT_DIGITS) {
    return { coefficient: BigInt(digits + "0".repeat(exponent)), shift: 0 };
  }
  const kept = digits.slice(0, KEPT_DIGITS).padEnd(KEPT_DIGITS, "0");
  return { coefficient: BigInt(kept), shift: length - KEPT_DIGITS };
}

function count(coefficient: bigint, shift: number): DigitCount {
  if (shift === 0 && coefficient <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(coefficient);
  const digits = String(coefficient);
  const length = digits.length + shift;
  if (length <= LEADING_DIGITS) return digits;
  return `${digits[0]}.${digits.slice(1, 16)}e+${length - 1}`;
}

function isScientific(value: DigitCount): boolean {
  return typeof value === "string" && value.includes("e");
}

/** The decimal logarithm of an integer's digits, as a double. */
export function log10Estimate(digits: string): number {
  if (digits.length <= EXACT_DIGITS) return Math.log10(Number(digits));
  return Math.log10(Number(`0.${digits.slice(0, 25)}`)) + digits.length;
}

function log10Fixed(digits: string, exponent = 0): bigint {
  const mantissa = BigInt(digits.slice(0, PLACES + 1).padEnd(PLACES + 1, "0"));
  return naturalLogarithm(mantissa) * ONE / LN_10 + BigInt(digits.length + exponent - 1) * ONE;
}

/** ln x = 2 artanh((x − 1) / (x + 1)) by its power series, x and result with `PLACES` decimal places. */
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
