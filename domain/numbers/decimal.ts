/**
 * An exact finite decimal number, ±`digits` × 10^`exponent`. `digits` has no leading or trailing
 * zeros; zero is `digits` "0" with exponent 0 and is never negative.
 */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** Every integer with at most this many decimal digits is exact as a double (C's `DBL_DIG`). */
export const DOUBLE_DIGITS = 15;

const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
const ZERO: Decimal = { negative: false, digits: "0", exponent: 0 };

/**
 * Parses `-?digits[.digits][e±digits]` without rounding and without expanding the exponent.
 * Throws a SyntaxError for any other text.
 */
export function parseDecimal(text: string): Decimal {
  const parts = DECIMAL.exec(text);
  if (!parts) throw new SyntaxError("Not a decimal number");
  const [, sign, integer = "", fraction = "", exponent = "0"] = parts;
  const written = integer + fraction;
  let start = 0;
  while (start < written.length && written[start] === "0") start++;
  if (start === written.length) return ZERO;
  let end = written.length;
  while (written[end - 1] === "0") end--;
  return {
    negative: sign === "-",
    digits: written.slice(start, end),
    exponent: Number(exponent) - fraction.length + (written.length - end),
  };
}

/** Whether the value, not the notation, is an integer: 2.0 and 1.5e1 are. */
export function isInteger(value: Decimal): boolean {
  return value.exponent >= 0;
}

/** Whether the value is zero. */
export function isZero(value: Decimal): boolean {
  return value.digits === "0";
}

/** Number of digits in `decimalText(value)`, computed without expanding it; may be Infinity. */
export function expandedLength({ digits, exponent }: Decimal): number {
  if (exponent >= 0) return digits.length + exponent;
  return Math.max(digits.length, 1 - exponent);
}

/**
 * The canonical decimal text, without exponent and superfluous zeros. Check `expandedLength` first:
 * the text of 1e999999999 does not fit in memory.
 */
export function decimalText({ negative, digits, exponent }: Decimal): string {
  const sign = negative ? "-" : "";
  if (exponent >= 0) return sign + digits + "0".repeat(exponent);
  const point = digits.length + exponent;
  return point > 0
    ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
    : `${sign}0.${"0".repeat(-point)}${digits}`;
}

/** The value of an integer, expanded. Check `expandedLength` first. */
export function toBigint({ negative, digits, exponent }: Decimal): bigint {
  const magnitude = BigInt(digits + "0".repeat(exponent));
  return negative ? -magnitude : magnitude;
}

/** The nearest double to an integer: exact up to 2^53, ±Infinity beyond the range of doubles. */
export function toNumber(value: Decimal): number {
  const { digits, exponent } = value;
  const magnitude = Number(exponent === 0 ? digits : `${digits}e${exponent}`);
  return value.negative ? -magnitude : magnitude;
}

/** Whether an integer is odd. */
export function isOdd({ digits, exponent }: Decimal): boolean {
  return exponent === 0 && Number(digits.at(-1)) % 2 === 1;
}
