import { lastDigitsOfRatio, primePartOfRatio } from "./factorial_ratio.ts";
import { smallFactorial } from "../small/factorial.ts";
import { smallFallingFactorial } from "../small/falling_factorial.ts";
import { bitLength } from "../integers/bit_length.ts";
import { type Interval, subtract } from "./interval.ts";
import { lastDigitsOfParts } from "./last_digits.ts";
import { lnFactorial } from "./ln_factorial.ts";
import { lnOfProgression, UNIT_WEIGHT } from "./multifactorial.ts";
import { lnOfScaled } from "./ln_of_scaled.ts";
import { EXACT_DIGITS, exactInteger, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { predictLeadingSeconds, predictUnitSeconds } from "./predict_seconds.ts";
import { divideParts } from "./prime_part.ts";
import { progressionPart } from "./progression_part.ts";

/** Maximum factors that are multiplied: with more, the digits far outnumber the trailing zeros. */
const MOST_FACTORS = 1_500n;
const FEW_FACTORS = 2n;

/**
 * n(n−1)…(n−k+1)/k! for any integer n and k ≥ 0, and 0 for k < 0. For negative n it is
 * (−1)^k binomial(k−n−1, k).
 */
export function binomialValue(n: bigint, k: bigint, tools: OutlineTools): OutlinedValue {
  if (k < 0n || (n >= 0n && k > n)) return exactInteger(() => 0n);
  const sign = n < 0n && k % 2n === 1n ? -1 : 1;
  const top = n < 0n ? k - n - 1n : n;
  const bottom = k < top - k ? k : top - k;
  if (
    bottom <= FEW_FACTORS || (bottom <= MOST_FACTORS && mostDigits(top, bottom) <= EXACT_DIGITS)
  ) {
    return exactInteger(() => BigInt(sign) * smallBinomial(top, Number(bottom)));
  }
  return largeBinomialValue(top, bottom, { sign, tools });
}

/** ±binomial(n, k) from its logarithm and its prime parts, for 0 ≤ k ≤ n/2. */
export function largeBinomialValue(
  n: bigint,
  k: bigint,
  { sign = 1, tools }: { readonly sign?: -1 | 1; readonly tools: OutlineTools },
): OutlinedValue {
  const numerator = { first: n - k + 1n, step: 1n, count: k };
  return {
    kind: "large",
    sign,
    shift: 0n,
    // ln n! − ln k! − ln (n−k)!: fixed-point intervals keep their width in a difference.
    ln: (bits) => subtract(lnOfProgression(numerator, bits, tools), lnFactorial(k, bits, tools)),
    lastDigits: (count) =>
      lastDigitsOfParts((prime) => {
        const power = { prime, exponent: count };
        return divideParts(
          progressionPart(numerator, power, tools),
          primePartOfRatio({ above: [k], below: [] }, power, tools),
          prime ** BigInt(count),
        );
      }, count),
    predictSeconds: (request) =>
      predictLeadingSeconds(request, bitLength(n), 3) +
      predictUnitSeconds(request, (UNIT_WEIGHT + 1) * bitLength(k)),
  };
}

/** The Catalan number binomial(2n, n)/(n + 1), for n ≥ 0. */
export function catalanValue(n: bigint, tools: OutlineTools): OutlinedValue {
  if (n < 0n) throw new RangeError("A Catalan number needs an integer of at least 0");
  if (n <= MOST_FACTORS) {
    return exactInteger(() => smallBinomial(2n * n, Number(n)) / (n + 1n));
  }
  return largeCatalanValue(n, tools);
}

/** A Catalan number from its logarithm and its prime parts. */
export function largeCatalanValue(n: bigint, tools: OutlineTools): OutlinedValue {
  return {
    kind: "large",
    sign: 1,
    shift: 0n,
    ln: (bits) => lnOfCatalan(n, bits, tools),
    lastDigits: (count) => lastDigitsOfRatio({ above: [2n * n], below: [n, n + 1n] }, count, tools),
    predictSeconds: (request) =>
      predictLeadingSeconds(request, bitLength(n), 3) +
      predictUnitSeconds(request, 3 * bitLength(n)),
  };
}

function lnOfCatalan(n: bigint, bits: number, tools: OutlineTools): Interval {
  const single = lnFactorial(n, bits, tools);
  const binomial = subtract(subtract(lnFactorial(2n * n, bits, tools), single), single);
  return subtract(binomial, lnOfScaled(n + 1n, { bits }, tools));
}

/** An upper bound on the digits of binomial(n, k) ≤ (e n / k)^k. */
function mostDigits(n: bigint, k: bigint): number {
  return Number(k) * (bitLength(n) - bitLength(k) + 1 + Math.LOG2E) * Math.log10(2);
}

function smallBinomial(n: bigint, k: number): bigint {
  return smallFallingFactorial(n, k) / smallFactorial(k);
}
