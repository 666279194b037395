import { bitLength } from "../integers/bit_length.ts";
import { productOf } from "../integers/integer_arithmetic.ts";
import { add, dropBits, type Interval, multiply, subtract } from "./interval.ts";
import { lastDigitsOfParts } from "./last_digits.ts";
import { leastStirlingArgument, lnGamma } from "./ln_gamma.ts";
import { lnOfProduct } from "./ln_of_product.ts";
import { lnOfScaled } from "./ln_of_scaled.ts";
import { EXACT_DIGITS, exactInteger, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { predictLeadingSeconds, predictUnitSeconds } from "./predict_seconds.ts";
import { type Progression, progressionPart } from "./progression_part.ts";

/** First factors multiplied before Stirling's series applies, at usual precisions. */
const FIRST_FACTORS = 2_000n;

/** Cost of computing a progression's units relative to those of a factorial. */
export const UNIT_WEIGHT = 5;

/** Products of up to this many factors are computed, however long the factors are. */
const FEW_FACTORS = 2n;

/** n(n−k)(n−2k)… down to the last positive factor, for n ≥ 0 and k ≥ 1; 1 for n = 0. */
export function multifactorialValue(n: bigint, k: bigint, tools: OutlineTools): OutlinedValue {
  if (n < 0n || k < 1n) {
    throw new RangeError("A multifactorial needs n of at least 0 and k of at least 1");
  }
  const count = (n + k - 1n) / k;
  return progressionValue({ first: n - (count - 1n) * k, step: k, count }, tools);
}

/** The product of an arithmetic progression of positive integers; 1 for none. */
export function progressionValue(progression: Progression, tools: OutlineTools): OutlinedValue {
  const { first, step, count } = progression;
  const last = first + (count - 1n) * step;
  const isShort = count * BigInt(bitLength(last)) * 3n <= BigInt(EXACT_DIGITS) * 10n;
  if (count <= FEW_FACTORS || isShort) {
    return exactInteger(() =>
      productOf(Array.from({ length: Number(count) }, (_, i) => first + BigInt(i) * step))
    );
  }
  return largeProgressionValue(progression, tools);
}

/** The product of a progression from its logarithm and its prime parts. */
export function largeProgressionValue(
  progression: Progression,
  tools: OutlineTools,
): OutlinedValue {
  const { first, step, count } = progression;
  const size = bitLength(first + count * step);
  return {
    kind: "large",
    sign: 1,
    shift: 0n,
    ln: (bits) => lnOfProgression(progression, bits, tools),
    lastDigits: (digits) =>
      lastDigitsOfParts(
        (prime) => progressionPart(progression, { prime, exponent: digits }, tools),
        digits,
      ),
    predictSeconds: (request) =>
      predictLeadingSeconds(request, size, 3) + (first / step < FIRST_FACTORS ? 8e-4 : 0) +
      predictUnitSeconds(request, UNIT_WEIGHT * bitLength(count)),
  };
}

/**
 * The first N factors are multiplied, so that Stirling's series is used only for z ≥ N: with first
 * term r and step k, the other factors are k^(c−N) Γ(r/k + c) / Γ(r/k + N).
 */
export function lnOfProgression(
  { first, step, count }: Progression,
  bits: number,
  tools: OutlineTools,
): Interval {
  const least = leastStirlingArgument(bits);
  const factorAt = (i: number) => first + BigInt(i) * step;
  if (count <= 2n * BigInt(least)) return lnOfProduct(Number(count), factorAt, { bits, tools });
  // A first term at least N steps from zero needs no factors of its own.
  const ahead = first / step >= BigInt(least) ? 0 : least;
  const rest = count - BigInt(ahead);
  const guard = bitLength(rest) + 2;
  const lnStep = step === 1n
    ? { lo: 0n, hi: 0n }
    : dropBits(multiply(lnOfScaled(step, { bits: bits + guard }, tools), rest), guard);
  const gamma = (numerator: bigint) => lnGamma({ numerator, denominator: step }, bits, tools);
  const quotient = subtract(gamma(first + count * step), gamma(first + BigInt(ahead) * step));
  const product = lnOfProduct(ahead, factorAt, { bits, tools });
  return add(product, add(lnStep, quotient));
}
