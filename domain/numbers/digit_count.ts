import { type Decimal, DOUBLE_DIGITS, toBigint, toNumber } from "./decimal.ts";
import { NEVER_CANCELLED } from "./compute_context.ts";
import { bitLength } from "./integers/bit_length.ts";
import {
  createOutlineTables,
  exactDigits,
  factorialValue,
  fibonacciValue,
  type OutlinedValue,
  type OutlineTools,
  powerValue,
  Undecided,
} from "./outline/mod.ts";

/** A number of decimal digits, as a number if it is a safe integer and otherwise as a bigint. */
export type DigitCount = number | bigint;

/**
 * Logarithms below `LARGEST_ESTIMATE` computed in doubles are off by much less than
 * `ROUNDING_MARGIN`. Within that margin of an integer, an interval for the logarithm decides.
 */
const LARGEST_ESTIMATE = 1e9;
const ROUNDING_MARGIN = 1e-5;

/** log10 φ, with φ the golden ratio. */
const LOG10_PHI = Math.log10((1 + Math.sqrt(5)) / 2);

/** Counts are exact for n and exponents of up to this many bits: 5,000 digits. */
const LONGEST_EXACT_BITS = 16_620;

/** Leading bits of a longer n or exponent that its upper bound takes into account: 38 digits. */
const HEAD_BITS = 128;

/** Leading digits of a longer base that its upper bound takes into account. */
const HEAD_DIGITS = 5_000;

/** Powers of 2 and 5 are recognized by logarithms that are off by less than this. */
const ROOT_MARGIN = 1e-6;

/** The count of a number of digits ≥ 0. */
export function digitCount(count: bigint): DigitCount {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count;
}

/** a + b. */
export function addCounts(a: DigitCount, b: DigitCount): DigitCount {
  return exactCount(Number(a) + Number(b)) ?? digitCount(BigInt(a) + BigInt(b));
}

/** a × b. */
export function multiplyCounts(a: DigitCount, b: DigitCount): DigitCount {
  return exactCount(Number(a) * Number(b)) ?? digitCount(BigInt(a) * BigInt(b));
}

/** The larger of two counts. */
export function maxCount(a: DigitCount, b: DigitCount): DigitCount {
  return a > b ? a : b;
}

/** |value| as a count, for an integer. */
export function magnitude(value: Decimal): DigitCount {
  const positive = { ...value, negative: false };
  return exactCount(toNumber(positive)) ?? toBigint(positive);
}

/**
 * Number of digits of n! for an integer n ≥ 0, by Stirling's series. Exact for n of up to 5,000
 * digits; above, an upper bound with the same first 30 digits.
 */
export function factorialDigits(n: Decimal): DigitCount {
  const value = toNumber(n);
  if (value < 2) return 1;
  const estimate = value * Math.log10(value / Math.E) + Math.log10(2 * Math.PI * value) / 2 +
    Math.LOG10E / (12 * value);
  return countFromEstimate(estimate) ?? countFromIntervals(toBigint(n), (head, zeros, tools) => {
    // (mk)! ≤ (m!)^k · k^(mk), with k = 2^zeros.
    const spread = zeros === 0n ? 0n : powerOfInteger(2n, zeros * head, tools);
    return digitsOf(factorialValue(head, tools), tools) + spread;
  });
}

/**
 * Number of digits of F(n) for an integer n ≥ 0: F(n) is the integer nearest to φ^n / √5. Exact for
 * n of up to 5,000 digits; above, an upper bound with the same first 30 digits.
 */
export function fibonacciDigits(n: Decimal): DigitCount {
  const value = toNumber(n);
  if (value < 7) return 1;
  const estimate = value * LOG10_PHI - Math.log10(5) / 2;
  return countFromEstimate(estimate) ?? countFromIntervals(toBigint(n), (head, zeros, tools) => {
    // F(mk) ≤ φ^(mk) ≤ F(m + 2)^k.
    const index = zeros === 0n ? head : head + 2n;
    return digitsOf(fibonacciValue(index, tools), tools);
  });
}

/**
 * Number of digits of base^exponent for an integer exponent ≥ 0, where `base` holds the digits of a
 * positive integer without trailing zeros. Exact for bases of up to 5,000 digits and exponents of up
 * to 5,000; above, an upper bound that is hardly ever higher (base) or has the same first 30 digits
 * (exponent).
 */
export function powerDigits(base: string, exponent: DigitCount): DigitCount {
  if (base === "1" || exponent === 0) return 1;
  const estimate = Number(exponent) * log10Estimate(base);
  return countFromEstimate(estimate) ??
    // b^(mk) = (b^m)^k.
    countFromIntervals(BigInt(exponent), (head, _, tools) => powerOfDigits(base, head, tools));
}

/** The k with prime^k = `digits`, the digits of a positive integer, or undefined if there is none. */
export function primePowerExponent(digits: string, prime: 2 | 5): number | undefined {
  const root = log10Estimate(digits) / Math.log10(prime);
  const exponent = Math.round(root);
  const isPower = Math.abs(root - exponent) < ROOT_MARGIN &&
    BigInt(digits) === BigInt(prime) ** BigInt(exponent);
  return isPower ? exponent : undefined;
}

/** log10 of the positive integer with these decimal digits, as a double. */
export function log10Estimate(digits: string): number {
  if (digits.length <= DOUBLE_DIGITS) return Math.log10(Number(digits));
  return Math.log10(Number(`0.${digits.slice(0, 25)}`)) + digits.length;
}

/**
 * Number of digits of an integer; at most one too many if 40,000 binary places of its logarithm do
 * not distinguish it from a power of ten.
 */
export function digitsOf(value: OutlinedValue, tools: OutlineTools): bigint {
  try {
    return exactDigits(value, tools);
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    return error.near! + 1n;
  }
}

/** The count, unless a rounding error could have moved the logarithm across an integer. */
function countFromEstimate(log10: number): number | undefined {
  const fraction = log10 - Math.floor(log10);
  const certain = log10 < LARGEST_ESTIMATE && fraction > ROUNDING_MARGIN &&
    fraction < 1 - ROUNDING_MARGIN;
  return certain ? Math.floor(log10) + 1 : undefined;
}

/**
 * The count for a number that grows with n. `digits(m, s)` is a bound on its digits for n = m · 2^s,
 * divided by 2^s, and exact for s = 0.
 */
function countFromIntervals(
  n: bigint,
  digits: (head: bigint, zeros: bigint, tools: OutlineTools) => bigint,
): DigitCount {
  const tools = { ...createOutlineTables(), context: NEVER_CANCELLED };
  const length = bitLength(n);
  if (length <= LONGEST_EXACT_BITS) return digitCount(digits(n, 0n, tools));
  const zeros = BigInt(length - HEAD_BITS);
  return digitCount(digits((n >> zeros) + 1n, zeros, tools) << zeros);
}

/** Digits of base^times; for a base of more than `HEAD_DIGITS` digits, those of a larger base. */
function powerOfDigits(base: string, times: bigint, tools: OutlineTools): bigint {
  if (base.length <= HEAD_DIGITS) return powerOfInteger(BigInt(base), times, tools);
  const head = base.slice(0, HEAD_DIGITS);
  if (/^9+$/.test(head)) return BigInt(base.length) * times;
  const zeros = BigInt(base.length - HEAD_DIGITS) * times;
  return powerOfInteger(BigInt(head) + 1n, times, tools) + zeros;
}

function powerOfInteger(base: bigint, times: bigint, tools: OutlineTools): bigint {
  return digitsOf(powerValue({ numerator: base, denominator: 1n }, times, tools), tools);
}

/** The value of a rounded result if it is a safe integer, and therefore not rounded. */
function exactCount(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}
