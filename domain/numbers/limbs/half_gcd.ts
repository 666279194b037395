import { leadingShift, lehmerStep, wholeShift } from "../integers/lehmer.ts";
import { bigintFromLimbs, limbsFromBigint } from "./bigint.ts";
import type { Multiplier } from "./multiplier.ts";
import {
  composed,
  composedCost,
  identity,
  image,
  imageCost,
  type Pair,
  sorted,
  type Unimodular,
} from "./unimodular.ts";

/** Up to this length BigInt takes Lehmer's steps, measured by `bench/division/run.ts`. */
const LEAF_LIMBS = 600;

/** Lehmer's steps need an x of at least this many bits for their leading parts. */
const MIN_STEP_BITS = 64n;

/**
 * A matrix that maps a ≥ b ≥ 0 to a pair of about half the length, found from leading limbs as in
 * Möller (2008), "On Schönhage's algorithm and subquadratic integer GCD computation". It is
 * unimodular whatever the omitted limbs are: they affect the lengths, but not the divisors.
 */
export function halfGcd(pair: Pair, multiplier: Multiplier): Unimodular {
  const length = pair[0].length;
  if (length <= LEAF_LIMBS) return leaf(pair, multiplier);
  const half = length >> 1;
  const first = halfGcd(leading(pair, half), multiplier);
  const [matrix, reduced] = sorted(first, image(first, pair, multiplier));
  const dropped = length - reduced[0].length;
  if (dropped <= 0 || reduced[1].length <= half + 1) return matrix;
  return composed(halfGcd(leading(reduced, dropped), multiplier), matrix, multiplier);
}

/** Predicted cost of `halfGcd`, by limbs of a, in nanoseconds on the reference machine. */
export function halfGcdCost(limbs: number): number {
  if (limbs <= LEAF_LIMBS) return leafCost(limbs);
  const [half, quarter] = [Math.ceil(limbs / 2), Math.ceil(limbs / 4)];
  return 2 * halfGcdCost(half) + imageCost(limbs, quarter) + composedCost(quarter);
}

/** The pair without its lowest limbs. */
export function leading([a, b]: Pair, dropped: number): Pair {
  return [a.subarray(dropped), b.subarray(Math.min(dropped, b.length))];
}

/** Lehmer's steps until half of the bits are left. */
function leaf([a, b]: Pair, multiplier: Multiplier): Unimodular {
  if (b.length === 0) return identity();
  multiplier.meter.spend(leafCost(a.length));
  let [x, y] = [bigintFromLimbs(a), bigintFromLimbs(b)];
  let shift = wholeShift(x);
  const half = shift / 2n;
  let [s, t, u, v] = [1n, 0n, 0n, 1n];
  while (y >> half > 0n) {
    const isStep = x > y && x >> MIN_STEP_BITS > 0n;
    if (isStep) shift = leadingShift(x, shift);
    const step = isStep ? lehmerStep(x, y, shift) : undefined;
    const [p, q, r, w] = step ?? [0n, 1n, 1n, -(x / y)];
    [x, y] = [p * x + q * y, r * x + w * y];
    [s, u] = [p * s + q * u, r * s + w * u];
    [t, v] = [p * t + q * v, r * t + w * v];
  }
  return [[limbsFromBigint(s), limbsFromBigint(t)], [limbsFromBigint(u), limbsFromBigint(v)]];
}

function leafCost(limbs: number): number {
  return 5_000 + 200 * limbs + 1.5 * limbs ** 2;
}
