import { baseDigits, baseDigitsSeconds, type BaseTools } from "./base_digits.ts";
import type { Integer } from "./integer.ts";
import { predictSeconds } from "./predict_seconds.ts";

/** Digits added between two checkpoints, in a millisecond or less. */
const PART_DIGITS = 500_000;

const SECONDS_PER_DIGIT = 1e-9;

const ZERO = "0".charCodeAt(0);
const TEN = "a".charCodeAt(0) - 10;

/**
 * The sum of an integer's digits in a base from 2 to 36, without its sign. Throws a RangeError for
 * other bases.
 */
export function digitSum(value: Integer, base: number, tools: BaseTools): number {
  if (base !== 10) {
    return baseDigits(value, base, tools).reduce((sum, part) => sum + sumOfText(part), 0);
  }
  const { integers, context } = tools;
  const text = integers.toDecimalText(integers.sign(value) < 0 ? integers.negate(value) : value);
  if (typeof text === "string") return sumOfText(text);
  let sum = 0;
  for (let from = 0; from < text.length; from += PART_DIGITS) {
    context.checkpoint();
    sum += sumOfBytes(text.subarray(from, from + PART_DIGITS));
  }
  return sum;
}

/** Predicted seconds of `digitSum` by decimal digits, on one core of the reference machine. */
export function digitSumSeconds(digits: number, base: number): number {
  const text = base === 10 ? predictSeconds.decimalText(digits) : baseDigitsSeconds(digits);
  return text + SECONDS_PER_DIGIT * digits / Math.log10(base);
}

function sumOfText(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    sum += code < TEN ? code - ZERO : code - TEN;
  }
  return sum;
}

function sumOfBytes(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum += bytes[i]! - ZERO;
  return sum;
}
