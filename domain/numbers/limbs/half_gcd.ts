import { leadingShift, lehmerStep, wholeShift } from "../integers/lehmer.ts";
import { compareLimbs, negation, signOf } from "./addition.ts";
import type { Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { digitsFromLimbs, limbsFromDigits } from "./text.ts";
import {
  composed,
  identity,
  image,
  type Pair,
  type Unimodular,
  withPositiveImage,
} from "./unimodular.ts";

const LEAF_LIMBS = 300;

const LEAF_NS = 100_000;

/**
 * A matrix that maps a ≥ b > 0 to a pair of about half the length, found from leading limbs as in
 * Möller (2008), "On Schönhage's algorithm and subquadratic integer GCD computation". The matrix is
 * unimodular whatever the omitted limbs are, so they affect the lengths but not the divisors.
 */
export function halfGcd(pair: Pair, multiplier: Multiplier): Unimodular {
  const [a, b] = pair;
  const length = a.length;
  if (length <= LEAF_LIMBS) return leaf(pair, multiplier);
  const first = halfGcd(leading(pair, length >> 1), multiplier);
  const [matrix, reduced] = ordered(first, image(first, [a, b], multiplier));
  const dropped = length - reduced[0].length;
  if (dropped <= 0 || reduced[1].length <= dropped || reduced[1].length <= (length >> 1) + 1) {
    return matrix;
  }
  const second = halfGcd(leading(reduced, dropped), multiplier);
  return composed(second, matrix, multiplier);
}

/** The matrix and its image with the signs and the order of rows changed to a ≥ b ≥ 0. */
export function ordered(matrix: Unimodular, pair: Pair): [Unimodular, Pair] {
  const [positive, [a, b]] = withPositiveImage(matrix, pair);
  return compareLimbs(a, b) < 0 ? [[positive[1], positive[0]], [b, a]] : [positive, [a, b]];
}

/** The pair without its lowest limbs. */
export function leading([a, b]: Pair, dropped: number): Pair {
  return [a.subarray(dropped), b.subarray(Math.min(dropped, b.length))];
}

/** Lehmer's steps with BigInt until half of the bits are left. */
function leaf([a, b]: Pair, multiplier: Multiplier): Unimodular {
  if (b.length === 0) return identity();
  let [x, y] = [BigInt(digitsFromLimbs(a)), BigInt(digitsFromLimbs(b))];
  let shift = wholeShift(x);
  const half = shift / 2n;
  let [s, t, u, v] = [1n, 0n, 0n, 1n];
  while (y >> half > 0n) {
    const isStep = x > y && x >> 64n > 0n;
    if (isStep) shift = leadingShift(x, shift);
    const step = isStep ? lehmerStep(x, y, shift) : undefined;
    const [p, q, r, w] = step ?? [0n, 1n, 1n, -(x / y)];
    [x, y] = [p * x + q * y, r * x + w * y];
    [s, u] = [p * s + q * u, r * s + w * u];
    [t, v] = [p * t + q * v, r * t + w * v];
  }
  multiplier.meter.spend(LEAF_NS);
  return [[signedLimbs(s), signedLimbs(t)], [signedLimbs(u), signedLimbs(v)]];
}

function signedLimbs(value: bigint): Limbs {
  if (value === 0n) return new Int16Array();
  return value < 0n ? negation(limbsFromDigits(String(-value))) : limbsFromDigits(String(value));
}
