import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { bitLength } from "./bit_length.ts";
import { gcd } from "./gcd.ts";
import { gcdSeconds } from "./gcd_seconds.ts";
import { valuation } from "./integer_arithmetic.ts";
import { multiplicativeOrder, multiplicativeOrderSeconds } from "./multiplicative_order.ts";

/** The beginning of a rational number's decimal expansion. */
export interface DecimalExpansion {
  readonly negative: boolean;
  /** The digits before the decimal point, at least "0". */
  readonly integer: string;
  /** The digits after the decimal point, truncated. */
  readonly fraction: string;
  /** Whether only zeros follow `fraction`. */
  readonly isExact: boolean;
  /** Number of digits between the decimal point and the period. */
  readonly preperiod: number;
  /** 0 for a finite expansion, null if it was not found within the limits. */
  readonly periodLength: bigint | null;
  /** The digits of the period; null if it is longer than 1,000, or unknown. */
  readonly period: string | null;
}

export interface DecimalExpansionOptions {
  /** Digits after the decimal point, 0 to 100,000. */
  readonly places: number;
  /**
   * A long period is not searched for if the tests for primes are predicted to take longer than this,
   * or a composite to be factored.
   */
  readonly maxSeconds: number;
}

const LARGEST_PLACES = 100_000;
const LONGEST_PERIOD = 1_000;

/**
 * The decimal expansion of numerator/denominator, for a denominator ≥ 1. The period length is the
 * order of 10 modulo the denominator without its factors 2 and 5; the preperiod is the larger
 * exponent of those two factors (Hardy and Wright, An Introduction to the Theory of Numbers,
 * theorem 135).
 */
export function decimalExpansion(
  numerator: bigint,
  denominator: bigint,
  { places, maxSeconds }: DecimalExpansionOptions,
  context: ComputeContext = NEVER_CANCELLED,
): DecimalExpansion {
  if (!Number.isInteger(places) || places < 0 || places > LARGEST_PLACES) {
    throw new RangeError(`Places are 0 to ${LARGEST_PLACES}, not ${places}`);
  }
  const divisor = gcd(numerator, denominator, context);
  const [top, bottom] = [
    (numerator < 0n ? -numerator : numerator) / divisor,
    denominator / divisor,
  ];
  const remainder = top % bottom;
  const scaled = remainder * 10n ** BigInt(places);
  context.checkpoint();
  const fraction = places === 0 ? "" : (scaled / bottom).toString().padStart(places, "0");
  const [twos, fives] = [valuation(bottom, 2n), valuation(bottom, 5n)];
  const preperiod = Math.max(twos, fives);
  const coprime = bottom / (2n ** BigInt(twos) * 5n ** BigInt(fives));
  const length = coprime === 1n ? 0n : shortPeriodLength(coprime, context) ??
    (isSearched(bitLength(denominator), maxSeconds)
      ? multiplicativeOrder(10n, coprime, { maxSeconds, context })?.order ?? null
      : null);
  const isShort = length !== null && length <= LONGEST_PERIOD;
  return {
    negative: numerator < 0n,
    integer: (top / bottom).toString(),
    fraction,
    isExact: scaled % bottom === 0n,
    preperiod,
    periodLength: length,
    period: isShort ? periodText(remainder, bottom, preperiod, Number(length)) : null,
  };
}

/** Seconds per step of the search for short periods: constant, and per bit of the denominator. */
const STEP_SECONDS = { constant: 1e-7, perBit: 5e-11 };

/**
 * Predicted seconds of `decimalExpansion` for a numerator and a denominator of so many bits, on one
 * core of the reference machine: the digits, and the search for the period.
 */
export function decimalExpansionSeconds(
  { numerator, denominator }: { readonly numerator: number; readonly denominator: number },
  { places, maxSeconds }: DecimalExpansionOptions,
): number {
  const bits = numerator + denominator;
  const digits = places + bits * Math.log10(2);
  const text = 2e-6 + 1e-8 * digits + 5e-13 * digits ** 2;
  const shortPeriod = LONGEST_PERIOD * (STEP_SECONDS.constant + STEP_SECONDS.perBit * bits);
  const longPeriod = isSearched(denominator, maxSeconds)
    ? multiplicativeOrderSeconds(denominator, maxSeconds)
    : 0;
  return text + gcdSeconds(bits) + shortPeriod + longPeriod;
}

/** Whether a long period is searched for, for a denominator of so many bits. */
function isSearched(bits: number, maxSeconds: number): boolean {
  return multiplicativeOrderSeconds(bits, 0) <= maxSeconds;
}

/** The order of 10 by repeated multiplication; undefined if it is long. */
function shortPeriodLength(modulus: bigint, context: ComputeContext): bigint | undefined {
  let power = 10n % modulus;
  for (let length = 1n; length <= LONGEST_PERIOD; length++) {
    context.checkpoint();
    if (power === 1n) return length;
    power = power * 10n % modulus;
  }
  return undefined;
}

function periodText(
  remainder: bigint,
  denominator: bigint,
  preperiod: number,
  length: number,
): string {
  if (length === 0) return "";
  const start = remainder * 10n ** BigInt(preperiod) % denominator;
  return (start * 10n ** BigInt(length) / denominator).toString().padStart(length, "0");
}
