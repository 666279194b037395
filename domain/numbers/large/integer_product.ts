import { DIGITS_PER_LIMB, type Limbs } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productPlan } from "../limbs/plan.ts";
import { limbsFromDigits } from "../limbs/text.ts";

/** Maximum decimal digits of a product computed by BigInt, including its conversion to decimal. */
const LEAF_DIGITS = 700;

/** Nanoseconds per digit of a leaf, as in `costs.ts`. */
const LEAF_DIGIT = 15;

/** A sequence of positive integers with at most `digitsEach` decimal digits each. */
export interface Factors {
  readonly count: number;
  readonly digitsEach: number;
  at(index: number): bigint;
}

/** The product of at least one positive integer, by halving so that factors have equal lengths. */
export function integerProduct(
  factors: Factors,
  multiplier: Multiplier,
  start = 0,
  end = factors.count,
): Limbs {
  if (end - start < 2 || (end - start) * factors.digitsEach <= LEAF_DIGITS) {
    const digits = bigintProduct(factors, start, end).toString();
    multiplier.meter.spend(LEAF_DIGIT * digits.length);
    return limbsFromDigits(digits);
  }
  const middle = (start + end) >> 1;
  return multiplier.product(
    integerProduct(factors, multiplier, start, middle),
    integerProduct(factors, multiplier, middle, end),
  );
}

/** The product of a few of the integers, at least one. */
export function bigintProduct(factors: Factors, start = 0, end = factors.count): bigint {
  if (end - start === 1) return factors.at(start);
  const middle = (start + end) >> 1;
  return bigintProduct(factors, start, middle) * bigintProduct(factors, middle, end);
}

/** Predicted cost of `integerProduct` for a product of `digits` digits, in nanoseconds. */
export function integerProductCost(digits: number): number {
  if (digits <= LEAF_DIGITS || digits === Infinity) return LEAF_DIGIT * digits;
  const half = Math.ceil(digits / 2 / DIGITS_PER_LIMB);
  return 2 * integerProductCost(digits / 2) + productPlan(half, half).cost;
}
