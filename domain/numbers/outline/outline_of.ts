import { decimalLength } from "../integers/integer_arithmetic.ts";
import { leadingDigits } from "./leading_digits.ts";
import type { Outline, OutlineRequest } from "./outline.ts";
import { outlineOfText } from "./outline_of_text.ts";
import type { ExactValue, LastDigits, OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";

/** The outline of a number. Throws `Undecided` if its first digits cannot be decided. */
export function outlineOf(
  value: OutlinedValue,
  request: OutlineRequest,
  tools: OutlineTools,
): Outline {
  if (value.kind === "exact") return outlineOfExact(value, request);
  const { leading, trailing } = request;
  const first = leadingDigits(value, leading, tools);
  return {
    sign: value.sign,
    exponent10: first.exponent10,
    digits: digitsBeforePoint(first.exponent10),
    leading: first.leading,
    ...integerEnd(value.lastDigits?.(Math.max(trailing, 1)), trailing),
  };
}

/**
 * Proven number of decimal digits before the decimal point: 0 for 0 < |x| < 1, 1 for zero. Throws
 * `Undecided` if it cannot be decided.
 */
export function exactDigits(value: OutlinedValue, tools: OutlineTools): bigint {
  if (value.kind === "large") return digitsBeforePoint(leadingDigits(value, 0, tools).exponent10);
  const { numerator, denominator } = value.compute();
  if (denominator === 1n) {
    if (numerator === 0n) return 1n;
    return digitsBeforePoint(BigInt(decimalLength(numerator) - 1) + value.shift);
  }
  return outlineOfExact(value, { leading: 1, trailing: 0 }).digits;
}

function digitsBeforePoint(exponent10: bigint): bigint {
  return exponent10 < 0n ? 0n : exponent10 + 1n;
}

function outlineOfExact(value: ExactValue, request: OutlineRequest): Outline {
  const { numerator, denominator } = value.compute();
  const text = denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
  const outline = outlineOfText(text, request);
  return value.shift === 0n ? outline : scale(outline, value.shift, request);
}

/** The outline of x · 10^shift, for an integer or fraction x as `ExactValue` describes it. */
function scale(outline: Outline, shift: bigint, { leading, trailing }: OutlineRequest): Outline {
  const exponent10 = outline.exponent10 + shift;
  const digits = digitsBeforePoint(exponent10);
  const scaled = { ...outline, exponent10, digits };
  if (outline.trailing === null || shift < 0n) {
    return { ...scaled, trailing: null, trailingZeros: null, lastNonzero: null };
  }
  const length = digits < BigInt(leading) ? Number(digits) : leading;
  const zeros = shift < BigInt(trailing) ? Number(shift) : trailing;
  return {
    ...scaled,
    leading: outline.leading.padEnd(length, "0"),
    trailing: lastOf(outline.trailing + "0".repeat(zeros), trailing),
    trailingZeros: shift,
  };
}

/** The last digits of a large integer, which has more digits before its zeros than requested. */
function integerEnd(last: LastDigits | undefined, count: number) {
  if (last === undefined) return { trailing: null, trailingZeros: null, lastNonzero: null };
  const { zeros, residue } = last;
  const lastNonzero = count === 0 ? "" : String(residue).padStart(count, "0");
  const padding = "0".repeat(zeros < BigInt(count) ? Number(zeros) : count);
  return { trailing: lastOf(lastNonzero + padding, count), trailingZeros: zeros, lastNonzero };
}

function lastOf(text: string, count: number): string {
  return text.slice(Math.max(text.length - count, 0));
}
