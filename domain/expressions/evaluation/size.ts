import { bitLength } from "../../numbers/integers/bit_length.ts";
import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";
import type { Fraction } from "./value.ts";

/** Decimal logarithms that a positive number lies between; −Infinity for zero. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** What is known of a rational number before it is expanded. */
export interface Size {
  /** log10 |x|. */
  readonly magnitude: Bounds;
  /** log10 |p| for x = p/q in lowest terms. */
  readonly numerator: Bounds;
  /** log10 q. */
  readonly denominator: Bounds;
  /** Null if it is not known. */
  readonly sign: -1 | 0 | 1 | null;
}

/** Doubles are rounded: bounds are widened by this, absolutely and relatively. */
const MARGIN = 1e-13;

const HEAD_BITS = 60;

export const ONE: Bounds = { least: 0, most: 0 };
const NOTHING: Bounds = { least: -Infinity, most: -Infinity };
const ANYTHING: Bounds = { least: -Infinity, most: Infinity };

export const ZERO_SIZE: Size = {
  magnitude: NOTHING,
  numerator: NOTHING,
  denominator: ONE,
  sign: 0,
};

/** The size of a number of which nothing is known. */
export const UNKNOWN_SIZE: Size = {
  magnitude: ANYTHING,
  numerator: ANYTHING,
  denominator: { least: 0, most: Infinity },
  sign: null,
};

/** The size of an integer by its bounds. */
export function integerSize(magnitude: Bounds, sign: Size["sign"] = null): Size {
  return { magnitude, numerator: magnitude, denominator: ONE, sign };
}

/** Whether the number is known to be an integer. */
export function isIntegerSize({ denominator }: Size): boolean {
  return denominator.most === 0;
}

/** A number of digits that the numerator or the denominator has at least; possibly Infinity. */
export function leastDigits({ magnitude, numerator, denominator, sign }: Size): number {
  if (sign === 0) return 1;
  return Math.floor(Math.max(numerator.least, denominator.least, magnitude.least, 0)) + 1;
}

/** A number of digits that neither the numerator nor the denominator exceeds. */
export function mostDigits({ numerator, denominator }: Size): number {
  return Math.floor(Math.max(numerator.most, denominator.most, 0)) + 1;
}

export function sizeOf({ numerator, denominator }: Fraction, integers: IntegerArithmetic): Size {
  const sign = integers.sign(numerator);
  if (sign === 0) return ZERO_SIZE;
  const [above, below] = [boundsOf(numerator, integers), boundsOf(denominator, integers)];
  return { magnitude: difference(above, below), numerator: above, denominator: below, sign };
}

/** log10 |n| for an integer other than zero. */
function boundsOf(n: Integer, integers: IntegerArithmetic): Bounds {
  if (n === 1n || n === -1n) return ONE;
  if (typeof n === "bigint") return widened(log10(n < 0n ? -n : n));
  const digits = integers.digitCount(n);
  return { least: digits - 1, most: digits };
}

function log10(n: bigint): number {
  const excess = bitLength(n) - HEAD_BITS;
  if (excess <= 0) return Math.log10(Number(n));
  return Math.log10(Number(n >> BigInt(excess))) + excess * Math.log10(2);
}

export function widened(log10: number): Bounds {
  const margin = MARGIN * (1 + Math.abs(log10));
  return { least: log10 - margin, most: log10 + margin };
}

/** Bounds of a product. */
export function sum(a: Bounds, b: Bounds): Bounds {
  return { least: lower(a.least, b.least), most: upper(a.most, b.most) };
}

/** Bounds of a quotient. */
export function difference(a: Bounds, b: Bounds): Bounds {
  return { least: lower(a.least, -b.most), most: upper(a.most, -b.least) };
}

function lower(a: number, b: number): number {
  const total = a + b;
  return Number.isNaN(total) ? -Infinity : total;
}

function upper(a: number, b: number): number {
  const total = a + b;
  return Number.isNaN(total) ? Infinity : total;
}

export function negatedSize(size: Size): Size {
  return { ...size, sign: negated(size.sign) };
}

export function reciprocalSize({ magnitude, numerator, denominator, sign }: Size): Size {
  return {
    magnitude: difference(ONE, magnitude),
    numerator: denominator,
    denominator: numerator,
    sign,
  };
}

export function productSize(a: Size, b: Size): Size {
  if (a.sign === 0 || b.sign === 0) return ZERO_SIZE;
  const magnitude = sum(a.magnitude, b.magnitude);
  const sign = a.sign === null || b.sign === null ? null : a.sign * b.sign as -1 | 1;
  if (isIntegerSize(a) && isIntegerSize(b)) return integerSize(magnitude, sign);
  return fractionSize(magnitude, sign, {
    numerator: sum(a.numerator, b.numerator).most,
    denominator: sum(a.denominator, b.denominator).most,
  });
}

/** The size of a fraction that may not be in lowest terms, by the greatest terms. */
function fractionSize(
  magnitude: Bounds,
  sign: Size["sign"],
  { numerator, denominator }: { readonly numerator: number; readonly denominator: number },
): Size {
  return {
    magnitude,
    numerator: { least: magnitude.least, most: numerator },
    denominator: { least: leastDenominator(magnitude, sign), most: denominator },
    sign,
  };
}

/** A lower bound of log10 q for a fraction p/q, where q is 1 for 0. */
export function leastDenominator(magnitude: Bounds, sign: Size["sign"]): number {
  const maybeZero = magnitude.least === -Infinity && sign === null;
  return maybeZero ? 0 : Math.max(0, -magnitude.most);
}

export function sumSize(a: Size, b: Size): Size {
  if (a.sign === 0) return b;
  if (b.sign === 0) return a;
  const [larger, smaller] = a.magnitude.least >= b.magnitude.least ? [a, b] : [b, a];
  const most = Math.max(a.magnitude.most, b.magnitude.most) + Math.log10(2);
  const gap = larger.magnitude.least - smaller.magnitude.most;
  const isSameSign = a.sign !== null && a.sign === b.sign;
  const magnitude = {
    least: isSameSign ? larger.magnitude.least : differenceLeast(larger.magnitude.least, gap),
    most,
  };
  const sign = isSameSign || gap > 0 ? larger.sign : null;
  if (isIntegerSize(a) && isIntegerSize(b)) return integerSize(magnitude, sign);
  return fractionSize(magnitude, sign, {
    numerator: Math.max(
      upper(a.numerator.most, b.denominator.most),
      upper(b.numerator.most, a.denominator.most),
    ) + Math.log10(2),
    denominator: upper(a.denominator.most, b.denominator.most),
  });
}

/** ⌊x⌋ or ⌈x⌉, which is at most 2|x| for |x| ≥ 1. */
export function roundedSize(size: Size): Size {
  if (isIntegerSize(size)) return size;
  const { magnitude } = size;
  const most = Math.max(magnitude.most + 1e-9, 0) + 0.31;
  return magnitude.least > 1
    ? integerSize({ least: magnitude.least - 0.1, most }, size.sign)
    : integerSize({ least: -Infinity, most });
}

/** A lower bound of a difference whose first term is at least 10^gap times the second. */
function differenceLeast(least: number, gap: number): number {
  if (!(gap > 1e-9)) return -Infinity;
  return least === Infinity ? Infinity : least + Math.log10(1 - 10 ** -gap) - MARGIN;
}

/** x^n for an integer n ≥ 0 as a double, which may be Infinity; x is not 0. */
export function powerSize(base: Size, times: number, isOdd: boolean): Size {
  const sign = isOdd ? base.sign : base.sign === null ? null : 1;
  return {
    magnitude: scaled(base.magnitude, times),
    numerator: scaled(base.numerator, times),
    denominator: scaled(base.denominator, times),
    sign,
  };
}

function scaled({ least, most }: Bounds, times: number): Bounds {
  const product = (log10: number) => log10 === 0 || times === 0 ? 0 : log10 * times;
  return { least: product(least), most: product(most) };
}

function negated(sign: Size["sign"]): Size["sign"] {
  return sign === null || sign === 0 ? sign : -sign as -1 | 1;
}
