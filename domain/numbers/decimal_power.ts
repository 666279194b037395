import { type Decimal, isOdd, isZero, parseDecimal, toNumber } from "./decimal.ts";
import {
  addCounts,
  type DigitCount,
  largerCount,
  powerDigits,
  predictedRoot,
  scaledCount,
} from "./digit_count.ts";
import { power } from "./power.ts";
import type { Work } from "./work.ts";

/** A base beyond this many digits is predicted as if its fraction could not be reduced. */
const REDUCED_IN_PREDICTION = 5_000;

/**
 * base^exponent as canonical text, for an integer exponent: an integer, a finite decimal, or a
 * reduced fraction `p/q`. 0^0 is 1. Throws a RangeError for zero to a negative power.
 */
export function decimalPower(base: Decimal, exponent: Decimal, work: Work): string {
  if (isZero(exponent)) return "1";
  if (isZero(base)) {
    if (exponent.negative) throw new RangeError("Zero has no negative power");
    return "0";
  }
  const sign = base.negative && isOdd(exponent) ? "-" : "";
  if (base.digits === "1" && base.exponent === 0) return sign + "1";
  const times = Math.abs(toNumber(exponent));
  if (!exponent.negative) {
    return sign + scaledPower(BigInt(base.digits), base.exponent, times, work);
  }
  return sign + reciprocalPower(base, times, work);
}

/** Digits of `decimalPower`, from logarithms; a zero base counts as one digit. */
export function decimalPowerDigits(base: Decimal, exponent: Decimal): DigitCount {
  if (isZero(base) || isZero(exponent)) return 1;
  if (!exponent.negative) return scaledDigits(base.digits, base.exponent, exponent);
  const prime = lastPrime(base.digits);
  const root = prime && predictedRoot(base.digits, prime);
  if (base.digits === "1") return scaledDigits("1", -base.exponent, exponent);
  if (prime && root !== undefined) {
    const power = parseDecimal(String(scaledCount(exponent, root)));
    return shiftedDigits(
      powerDigits(String(10 / prime), power),
      -root - base.exponent,
      exponent,
    );
  }
  if (base.digits.length > REDUCED_IN_PREDICTION) {
    return addCounts(
      scaledDigits(base.digits, Math.max(base.exponent, 0), exponent),
      scaledDigits("1", Math.max(-base.exponent, 0), exponent),
    );
  }
  const { numerator, numeratorZeros, denominator, denominatorZeros } = reducedReciprocal(base);
  return addCounts(
    scaledDigits(String(numerator), numeratorZeros, exponent),
    scaledDigits(String(denominator), denominatorZeros, exponent),
  );
}

/** (digits × 10^shift)^|exponent| written out. */
function scaledDigits(digits: string, shift: number, exponent: Decimal): DigitCount {
  return shiftedDigits(powerDigits(digits, exponent), shift, exponent);
}

function shiftedDigits(digits: DigitCount, shift: number, exponent: Decimal): DigitCount {
  if (shift === 0) return digits;
  if (shift > 0) return addCounts(digits, scaledCount(exponent, shift));
  return largerCount(digits, addCounts(scaledCount(exponent, -shift), 1));
}

/** (value × 10^shift)^times as text. */
function scaledPower(value: bigint, shift: number, times: number, work: Work): string {
  const digits = power(value, times, work).toString();
  const zeros = shift * times;
  if (zeros >= 0) return digits + "0".repeat(zeros);
  const point = digits.length + zeros;
  return point > 0
    ? `${digits.slice(0, point)}.${digits.slice(point)}`
    : `0.${"0".repeat(-point)}${digits}`;
}

/** |base|^−times: a finite decimal if the base is a power of two or five times a power of ten. */
function reciprocalPower(base: Decimal, times: number, work: Work): string {
  const prime = lastPrime(base.digits);
  const { rest, count } = withoutFactor(BigInt(base.digits), prime, Infinity);
  if (rest === 1n) {
    const value = prime ? BigInt(10 / prime) ** BigInt(count) : 1n;
    return scaledPower(value, -count - base.exponent, times, work);
  }
  const { numerator, numeratorZeros, denominator, denominatorZeros } = reducedReciprocal(base);
  const above = scaledPower(numerator, numeratorZeros, times, work);
  return `${above}/${scaledPower(denominator, denominatorZeros, times, work)}`;
}

/** 1/|base| in lowest terms, powers of ten kept apart. */
function reducedReciprocal({ digits, exponent }: Decimal) {
  const prime = lastPrime(digits);
  const { rest, count } = withoutFactor(BigInt(digits), prime, Math.max(-exponent, 0));
  return {
    numerator: prime ? BigInt(10 / prime) ** BigInt(count) : 1n,
    numeratorZeros: Math.max(-exponent, 0) - count,
    denominator: rest,
    denominatorZeros: Math.max(exponent, 0),
  };
}

/** The prime that an integer which does not end in 0 shares with 10, if any. */
function lastPrime(digits: string): 2 | 5 | undefined {
  const last = Number(digits.at(-1));
  if (last === 5) return 5;
  return last % 2 === 0 ? 2 : undefined;
}

/** value = rest × prime^count with the largest count up to a limit. */
function withoutFactor(value: bigint, prime: 2 | 5 | undefined, limit: number) {
  if (!prime) return { rest: value, count: 0 };
  const powers = [BigInt(prime)];
  while (2 ** powers.length <= limit && value % powers.at(-1)! ** 2n === 0n) {
    powers.push(powers.at(-1)! ** 2n);
  }
  let rest = value;
  let count = 0;
  for (let i = powers.length - 1; i >= 0; i--) {
    if (count + 2 ** i > limit || rest % powers[i]! !== 0n) continue;
    rest /= powers[i]!;
    count += 2 ** i;
  }
  return { rest, count };
}
