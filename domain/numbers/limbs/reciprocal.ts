import { type Approximation, exactly, minus, plus, rounded, times } from "./approximation.ts";
import { bigintFromLimbs, limbsFromBigint } from "./bigint.ts";
import { BASE } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";

/** Reciprocals up to this length are computed by BigInt, measured by `bench/division/run.ts`. */
const START_LENGTH = 160;

/** Nanoseconds on the reference machine of a first reciprocal and of a step's linear passes. */
const START_NS_PER_LIMB = 100;
const STEP_NS = 1_000;
const STEP_NS_PER_LIMB = 8;

/**
 * 1 / x for x > 0 in `length` limbs, with a relative error of at most 4 · BASE^(1 − length), by
 * Newton's method: r ← r + r · (1 − x · r). Each step squares the error, so it doubles the length
 * but for one limb.
 */
export function reciprocal(
  x: Approximation,
  length: number,
  multiplier: Multiplier,
): Approximation {
  const divisor = rounded(x, length);
  if (length <= START_LENGTH) return startingReciprocal(divisor, length, multiplier);
  const half = halfLength(length);
  const start = reciprocal(divisor, half, multiplier);
  const error = rounded(minus(exactly(Int16Array.of(1)), times(divisor, start, multiplier)), half);
  const step = times(start, error, multiplier);
  const result = rounded(plus(start, step), length);
  multiplier.meter.spend(stepCost(length));
  return result;
}

/** Predicted cost of `reciprocal`, in nanoseconds on the reference machine. */
export function reciprocalCost(length: number): number {
  if (length <= START_LENGTH) return startCost(length);
  const half = halfLength(length);
  return reciprocalCost(half) + productPlan(length, half).cost + productPlan(half, half).cost +
    stepCost(length);
}

function startingReciprocal(
  { limbs, exponent }: Approximation,
  length: number,
  multiplier: Multiplier,
): Approximation {
  const digits = limbs.length + length;
  const quotient = BigInt(BASE) ** BigInt(digits) / bigintFromLimbs(limbs);
  multiplier.meter.spend(startCost(length));
  return { limbs: limbsFromBigint(quotient), exponent: -digits - exponent };
}

/** Length from which a step reaches `length`. */
function halfLength(length: number): number {
  return ((length + 1) >> 1) + 1;
}

function startCost(length: number): number {
  return STEP_NS + START_NS_PER_LIMB * length;
}

function stepCost(length: number): number {
  return STEP_NS + STEP_NS_PER_LIMB * length;
}
