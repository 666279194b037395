import type { ComputeContext } from "../compute_context.ts";
import type { Integer } from "./integer.ts";
import type { IntegerArithmetic } from "./integer_arithmetic.ts";

/** Decimal digits, about, of a part that V8 converts in less than a millisecond. */
const PART_DIGITS = 2_500;

/** base^digits. */
interface Power {
  readonly value: Integer;
  readonly digits: number;
}

/** The arithmetic and the cancellation of a conversion. */
export interface BaseTools {
  readonly integers: IntegerArithmetic;
  readonly context: ComputeContext;
}

/**
 * The digits of |value| in a base from 2 to 36 as texts of 0–9 and a–z, most significant first.
 * Divides by the squares of a power of the base. Throws a RangeError for other bases.
 */
export function baseDigits(
  value: Integer,
  base: number,
  { integers, context }: BaseTools,
): readonly string[] {
  if (!Number.isInteger(base) || base < 2 || base > 36) {
    throw new RangeError(`Bases are 2 to 36, not ${base}`);
  }
  const magnitude = integers.sign(value) < 0 ? integers.negate(value) : value;
  const powers = powersBelow(magnitude, base, integers);
  const parts: string[] = [];
  append(magnitude, powers.length);
  return withoutLeadingZeros(parts);

  /** Appends the digits of n < powers[level − 1]², with leading zeros. */
  function append(n: Integer, level: number): void {
    context.checkpoint();
    if (level === 0) {
      parts.push(integers.toBigint(n).toString(base).padStart(powers[0]?.digits ?? 1, "0"));
      return;
    }
    const { quotient, remainder } = integers.quotientAndRemainder(n, powers[level - 1]!.value);
    append(quotient, level - 1);
    append(remainder, level - 1);
  }
}

/**
 * Predicted seconds of `baseDigits` for an integer of so many decimal digits, on one core of the
 * reference machine. Fitted to measurements from 100 to 10,000,000 digits.
 */
export function baseDigitsSeconds(digits: number): number {
  if (digits <= PART_DIGITS) return 2e-6 + 1.2e-8 * digits;
  return 2e-6 + digits * (4e-8 + 2.5e-8 * Math.log2(digits / PART_DIGITS));
}

function withoutLeadingZeros(parts: readonly string[]): readonly string[] {
  const first = parts.findIndex((part) => /[^0]/.test(part));
  if (first === -1) return ["0"];
  return [parts[first]!.replace(/^0+/, ""), ...parts.slice(first + 1)];
}

/** base^d and its squares, up to the first one whose square is longer than the number. */
function powersBelow(n: Integer, base: number, integers: IntegerArithmetic): Power[] {
  const length = integers.digitCount(n);
  if (length <= PART_DIGITS) return [];
  let digits = Math.floor(PART_DIGITS / Math.log10(base));
  const powers: Power[] = [{ value: integers.power(BigInt(base), digits), digits }];
  while (2 * integers.digitCount(powers.at(-1)!.value) - 1 <= length) {
    digits *= 2;
    powers.push({ value: integers.square(powers.at(-1)!.value), digits });
  }
  return powers;
}
