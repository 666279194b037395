import { gcd } from "../integers/gcd.ts";
import { gcdSeconds } from "../integers/gcd_seconds.ts";
import { compareLimbs } from "./addition.ts";
import { bigintFromLimbs, limbsFromBigint } from "./bigint.ts";
import { halfGcd, halfGcdCost, leading } from "./half_gcd.ts";
import { BASE, type Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { quotientAndRemainder, quotientCost } from "./quotient.ts";
import { identity, image, imageCost, type Pair, sorted } from "./unimodular.ts";

/** Up to this length BigInt is faster, measured by `bench/division/run.ts`. */
const LONGEST_BIGINT = 2_500;

/** A smaller number shorter than this share of the larger one is divided into it first. */
const MIN_SHARE = 0.75;

const NS_PER_SECOND = 1e9;

/** The greatest common divisor of two positive integers. */
export function gcdOfLimbs(a: Limbs, b: Limbs, multiplier: Multiplier): Limbs {
  let pair: Pair = compareLimbs(a, b) < 0 ? [b, a] : [a, b];
  while (pair[1].length > LONGEST_BIGINT) pair = reduced(pair, multiplier);
  if (pair[1].length === 0) return pair[0];
  const [x, y] = divided(pair, multiplier);
  const { meter } = multiplier;
  const divisor = gcd(bigintFromLimbs(x), bigintFromLimbs(y), {
    checkpoint: () => meter.checkpoint(),
  });
  meter.spend(bigintCost(pair[1].length));
  return limbsFromBigint(divisor);
}

/** Predicted cost of `gcdOfLimbs`, in nanoseconds on the reference machine. */
export function gcdCost(longer: number, shorter: number): number {
  let cost = longer > shorter ? quotientCost(longer, shorter) : 0;
  let limbs = shorter;
  for (; limbs > LONGEST_BIGINT; limbs *= 0.75) cost += reductionCost(Math.ceil(limbs));
  return cost + bigintCost(limbs);
}

/** A pair with the same divisors whose longer number is a quarter shorter. */
function reduced(pair: Pair, multiplier: Multiplier): Pair {
  const [{ length }, shorter] = pair;
  if (shorter.length < MIN_SHARE * length) return divided(pair, multiplier);
  const matrix = halfGcd(leading(pair, length >> 1), multiplier);
  const [, next] = sorted(identity(), image(matrix, pair, multiplier));
  return next[0].length < length ? next : divided(pair, multiplier);
}

function reductionCost(limbs: number): number {
  return halfGcdCost(Math.ceil(limbs / 2)) + imageCost(limbs, Math.ceil(limbs / 4));
}

/** One of Euclid's steps. */
function divided([a, b]: Pair, multiplier: Multiplier): Pair {
  return [b, quotientAndRemainder(a, b, multiplier).remainder];
}

function bigintCost(limbs: number): number {
  return NS_PER_SECOND * gcdSeconds(limbs * Math.log2(BASE));
}
