import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { exponentsCost, multinomialExponents } from "./integers/prime_exponents.ts";
import { productOf } from "./integers/integer_arithmetic.ts";
import { integerProductCost } from "./large/integer_product.ts";
import { log10Factorial, log10Falling } from "./large/log10_gamma.ts";
import { primePowerProduct, primePowerProductCost } from "./large/prime_powers.ts";
import { strippedBinomial, strippingCost } from "./large/stripped_binomial.ts";
import { DIGITS_PER_LIMB, type Limbs } from "./limbs/limbs.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { productPlan } from "./limbs/plan.ts";
import { limbsFromDigits, textCost } from "./limbs/text.ts";
import { smallFallingFactorial } from "./small/falling_factorial.ts";
import { smallResultSeconds } from "./small/seconds.ts";

/** Up to this many digits of n!/k! for the largest part k, or one factor, V8's BigInt is faster. */
const LARGEST_SMALL_DIGITS = 2_500;

/** The primes up to n are sieved if n is at most this, and at most this multiple of n − k. */
const LARGEST_SIEVED = 2 ** 26;
const LARGEST_MULTIPLE = 400;

/** Bits of the exponents that the prediction of the time takes into account. */
const MOST_BITS = 3;

/**
 * The multinomial coefficient (k1 + k2 + …)!/(k1! k2! …) of integers of at least 0; 1 for none.
 */
export function multinomial(parts: readonly bigint[], context: ComputeContext): DecimalText {
  const sorted = sortedParts(parts);
  if (isSmall(sorted)) return String(smallMultinomial(sorted));
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeCost(sorted));
  const { limbs, zeros } = largeMultinomial(sorted, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: zeros }], multiplier.meter);
}

/** Predicted seconds of `multinomial`, on one core of the reference machine. */
export function multinomialSeconds(parts: readonly bigint[]): number {
  const sorted = sortedParts(parts);
  return 2e-7 * parts.length +
    (isSmall(sorted) ? smallResultSeconds(digitsOfNumerator(sorted)) : largeCost(sorted) * 1e-9);
}

/**
 * Upper bound on the digits of `multinomial`, at most 2 too many below 10^9 digits; Infinity beyond
 * the range of doubles.
 */
export function multinomialDigits(parts: readonly bigint[]): number {
  const sorted = sortedParts(parts);
  return Math.floor(log10Multinomial(sorted) + 1e-9 * digitsOfNumerator(sorted)) + 2;
}

/** The largest part k, the other positive parts in descending order, and the sum of those. */
interface SortedParts {
  readonly largest: bigint;
  readonly others: readonly bigint[];
  readonly rest: bigint;
}

function sortedParts(parts: readonly bigint[]): SortedParts {
  const [largest = 0n, ...others] = parts.filter((part) => part > 0n)
    .sort((a, b) => (a > b ? -1 : 1));
  return { largest, others, rest: others.reduce((sum, part) => sum + part, 0n) };
}

function largeMultinomial(
  { largest, others, rest }: SortedParts,
  multiplier: Multiplier,
): { limbs: Limbs; zeros: number } {
  const n = largest + rest;
  if (isSieved(n, rest)) {
    const parts = [largest, ...others].map(Number);
    return primePowerProduct(multinomialExponents(parts, multiplier.meter), multiplier);
  }
  const chosen = strippedBinomial(n, Number(rest), multiplier);
  const inner = sortedParts(others);
  const { limbs, zeros } = isSmall(inner)
    ? { limbs: limbsFromDigits(String(smallMultinomial(inner))), zeros: 0 }
    : largeMultinomial(inner, multiplier);
  return { limbs: multiplier.product(chosen, limbs), zeros };
}

function smallMultinomial({ largest, others, rest }: SortedParts): bigint {
  const numerator = smallFallingFactorial(largest + rest, Number(rest));
  return numerator / productOf(others.map((part) => smallFallingFactorial(part, Number(part))));
}

function isSmall(parts: SortedParts): boolean {
  return parts.rest < 2n || digitsOfNumerator(parts) <= LARGEST_SMALL_DIGITS;
}

function isSieved(n: bigint, rest: bigint): boolean {
  return n <= LARGEST_SIEVED && Number(n) <= LARGEST_MULTIPLE * Number(rest);
}

/** Decimal digits of n!/k!. */
function digitsOfNumerator({ largest, rest }: SortedParts): number {
  return log10Falling(largest + rest, Number(rest));
}

function log10Multinomial(parts: SortedParts): number {
  const numerator = digitsOfNumerator(parts);
  if (numerator === Infinity) return Infinity;
  return parts.others.reduce((sum, part) => sum - log10Factorial(Number(part)), numerator);
}

function largeCost(parts: SortedParts): number {
  const { largest, others, rest } = parts;
  const n = Number(largest + rest);
  const digits = log10Multinomial(parts);
  if (isSieved(largest + rest, rest)) {
    return exponentsCost(n) +
      primePowerProductCost(byBit(digits, others.length + 1), n / Math.log(n));
  }
  if (digits === Infinity) return Infinity;
  const chosen = digitsOfNumerator(parts) - log10Factorial(Number(rest));
  const inner = sortedParts(others);
  const [longer, shorter] = [chosen, digits - chosen].sort((a, b) => b - a)
    .map((length) => Math.ceil(length / DIGITS_PER_LIMB) + 1) as [number, number];
  return strippingCost(Number(rest)) + integerProductCost(chosen) +
    (isSmall(inner) ? 0 : largeCost(inner)) + productPlan(longer, shorter).cost +
    textCost(digits / DIGITS_PER_LIMB);
}

/**
 * Digits of the product of the primes whose exponent has each bit set. For 2^b parts, the exponents
 * of large primes are between 0 and 2^b − 1, and each of their bits is set as often as not. Higher bits are left out:
 * with so many parts, most primes are larger than each of them.
 */
function byBit(digits: number, parts: number): number[] {
  const bits = Math.min(Math.floor(Math.log2(parts)), MOST_BITS);
  return Array(bits).fill(digits / (2 ** bits - 1));
}
