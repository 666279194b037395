import { bitLength } from "../integers/bit_length.ts";
import { productOf } from "../integers/integer_arithmetic.ts";
import { log10Factorial, log10Falling } from "../large/log10_gamma.ts";
import { smallFallingFactorial } from "../small/falling_factorial.ts";
import { lastDigitsOfRatio } from "./factorial_ratio.ts";
import { dropBits, type Interval, subtract } from "./interval.ts";
import { lnFactorial } from "./ln_factorial.ts";
import { EXACT_DIGITS, exactInteger, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { predictLeadingSeconds, predictUnitSeconds } from "./predict_seconds.ts";

/** Maximum factors that are multiplied: with more, the digits far outnumber the trailing zeros. */
const MOST_FACTORS = 1_500n;
const FEW_FACTORS = 2n;

/** The multinomial coefficient (k1 + k2 + …)!/(k1! k2! …) of integers of at least 0; 1 for none. */
export function multinomialValue(parts: readonly bigint[], tools: OutlineTools): OutlinedValue {
  const [largest = 0n, ...others] = parts.filter((part) => part > 0n)
    .sort((a, b) => (a > b ? -1 : 1));
  const rest = others.reduce((sum, part) => sum + part, 0n);
  const isExact = rest <= FEW_FACTORS ||
    (rest <= MOST_FACTORS && digitsOf(largest + rest, others) <= EXACT_DIGITS);
  if (!isExact) return largeMultinomialValue([largest, ...others], tools);
  return exactInteger(() => {
    const numerator = smallFallingFactorial(largest + rest, Number(rest));
    return numerator / productOf(others.map((part) => smallFallingFactorial(part, Number(part))));
  });
}

/** A multinomial coefficient of positive integers from its logarithm and its prime parts. */
export function largeMultinomialValue(
  parts: readonly bigint[],
  tools: OutlineTools,
): OutlinedValue {
  const n = parts.reduce((sum, part) => sum + part, 0n);
  const bits = parts.reduce((sum, part) => sum + bitLength(part), bitLength(n));
  return {
    kind: "large",
    sign: 1,
    shift: 0n,
    ln: (places) => lnOfMultinomial(n, parts, { places, tools }),
    lastDigits: (count) => lastDigitsOfRatio({ above: [n], below: parts }, count, tools),
    predictSeconds: (request) =>
      predictLeadingSeconds(request, bitLength(n), parts.length + 1) +
      predictUnitSeconds(request, bits),
  };
}

/** Additional binary places keep the interval narrow although each part widens it. */
function lnOfMultinomial(
  n: bigint,
  parts: readonly bigint[],
  { places, tools }: { readonly places: number; readonly tools: OutlineTools },
): Interval {
  const guard = Math.ceil(Math.log2(parts.length + 1));
  let ln = lnFactorial(n, places + guard, tools);
  for (const part of parts) ln = subtract(ln, lnFactorial(part, places + guard, tools));
  return dropBits(ln, guard);
}

/** Digits of the coefficient of n over the largest part and the others. */
function digitsOf(n: bigint, others: readonly bigint[]): number {
  const rest = others.reduce((sum, part) => sum + part, 0n);
  const numerator = log10Falling(n, Number(rest));
  return others.reduce((sum, part) => sum - log10Factorial(Number(part)), numerator);
}
