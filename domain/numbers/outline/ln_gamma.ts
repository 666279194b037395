import { bitLength } from "../integers/bit_length.ts";
import {
  add,
  divide,
  dropBits,
  fromInteger,
  type Interval,
  multiply,
  subtract,
  widen,
} from "./interval.ts";
import { lnOfScaled } from "./ln_of_scaled.ts";
import type { OutlineTools } from "./outline_tools.ts";
import type { Rational } from "../integers/rational.ts";

const GUARD_BITS = 16;

/**
 * ln Γ(z) for a rational z ≥ 2 in any terms, with `bits` binary places, by Stirling's series
 *
 *   (z − ½) ln z − z + ½ ln 2π + Σ_(j≥1) B_2j / (2j(2j−1) z^(2j−1)).
 *
 * For z > 0 the series is enveloping: after any number of terms, the error has the sign of the
 * first omitted term and is smaller (NIST DLMF 5.11(ii); Whittaker and Watson, Modern Analysis,
 * 12.33). The interval is at most 4 units wide for z ≥ `leastStirlingArgument(bits)`; below it is
 * wider but still valid.
 *
 * The logarithm is multiplied by z, so it is computed with log2 z + 16 more binary places.
 */
export function lnGamma(z: Rational, bits: number, tools: OutlineTools): Interval {
  const { numerator, denominator } = z;
  const { constants, context } = tools;
  const integerBits = Math.max(bitLength(numerator) - bitLength(denominator) + 1, 1);
  const places = bits + GUARD_BITS;
  const fine = places + integerBits;
  const lnNumerator = lnOfScaled(numerator, { bits: fine }, tools);
  const lnZ = denominator === 1n
    ? lnNumerator
    : subtract(lnNumerator, lnOfScaled(denominator, { bits: fine }, tools));
  const product = divide(multiply(lnZ, 2n * numerator - denominator), 2n * denominator);
  const main = subtract(dropBits(product, integerBits), fixedPoint(z, places));
  const halfLn2Pi = dropBits(constants.ln2Pi(places, context), 1);
  return dropBits(add(add(main, halfLn2Pi), stirlingSeries(z, places, tools)), GUARD_BITS);
}

/** For z at least this, the terms of Stirling's series fall below 2^−bits, with few terms. */
export function leastStirlingArgument(bits: number): number {
  // The least term is about e^(−2πz), far below 2^−bits for z ≥ bits.
  return Math.max(2000, bits);
}

function fixedPoint({ numerator, denominator }: Rational, bits: number): Interval {
  return divide(fromInteger(numerator, bits), denominator);
}

/**
 * Σ B_2j / (2j(2j−1) z^(2j−1)), for z ≥ 2. Since Bernoulli numbers grow, powers of 1/z are kept
 * with as many significant bits as there are places: z^(1−2j) = power · 2^−scale. Each of them is
 * rounded down, which adds less than 16 · 2^−bits to the relative error, and power < 2^(bits+2):
 * the power of index j is low by less than 64j units.
 */
function stirlingSeries(
  { numerator, denominator }: Rational,
  bits: number,
  { constants, context }: OutlineTools,
): Interval {
  let scale = bits + Math.max(bitLength(numerator) - bitLength(denominator), 0);
  let power = (denominator << BigInt(scale)) / numerator;
  const squareScale = 2 * scale - bits;
  const square = (power * power) >> BigInt(bits);
  let sum: Interval = { lo: 0n, hi: 0n };
  let previous: bigint | undefined;
  for (let j = 1;; j++) {
    context.checkpoint();
    const { numerator: p, denominator: q } = constants.bernoulli(j, context);
    const divisor = (q * BigInt(2 * j * (2 * j - 1))) << BigInt(scale - bits);
    const term = { lo: power * p / divisor, hi: (power + BigInt(64 * j)) * p / divisor + 1n };
    const isLeast = previous !== undefined && term.hi >= previous;
    if (term.hi <= 1n || isLeast) return widen(sum, term.hi);
    sum = j % 2 === 1 ? add(sum, term) : subtract(sum, term);
    previous = term.hi;
    power *= square;
    scale += squareScale;
    const excess = Math.max(bitLength(power) - bits, 0);
    power >>= BigInt(excess);
    scale -= excess;
  }
}
