import { DIGITS_PER_LIMB, type Limbs } from "../limbs/limbs.ts";
import { multiplyAdd } from "../limbs/linear.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productPlan } from "../limbs/plan.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import { log10Factorial } from "./log10_gamma.ts";

/** Maximum integers in a leaf, whose product and sum BigInt computes. */
const LEAF = 128;

/** Nanoseconds per integer of a leaf, and per limb of a sum, as in `costs.ts`. */
const LEAF_INTEGER = 250;
const SUM = 4;

/**
 * For an interval a < j ≤ b: Q = Π j, and T = Σ (−1)^j · (j + 1)(j + 2) … b, such that
 * !b = Q · !a + T.
 */
interface Interval {
  readonly product: Limbs;
  readonly sum: Limbs;
}

/**
 * !n for an integer n ≥ 2, by binary splitting of its recurrence !n = n · !(n − 1) + (−1)^n from
 * !1 = 0. All intervals begin after an odd number, so that their sums are positive.
 */
export function largeSubfactorial(n: number, multiplier: Multiplier): Limbs {
  return intervalSum(1, n, multiplier);
}

/** Predicted cost of `largeSubfactorial` and its text in nanoseconds, as in `costs.ts`. */
export function largeSubfactorialCost(n: number): number {
  const limbs = log10Factorial(n) / DIGITS_PER_LIMB;
  return splittingCost(n, limbs) + textCost(limbs);
}

function splittingCost(count: number, limbs: number): number {
  if (count <= LEAF) return LEAF_INTEGER * count;
  const half = Math.ceil(limbs / 2);
  return 2 * splittingCost(count / 2, limbs / 2) + 2 * productPlan(half, half).cost + SUM * limbs;
}

function split(a: number, b: number, multiplier: Multiplier): Interval {
  if (b - a <= LEAF) {
    multiplier.meter.spend(LEAF_INTEGER * (b - a));
    const { product, sum } = leaf(a, b);
    return { product: limbsFromDigits(String(product)), sum: limbsFromDigits(String(sum)) };
  }
  const middle = oddMiddle(a, b);
  const [low, high] = [split(a, middle, multiplier), split(middle, b, multiplier)];
  return {
    product: multiplier.product(low.product, high.product),
    sum: joined(low.sum, high, multiplier),
  };
}

/** Only the sum: the products of the first integers are not needed. */
function intervalSum(a: number, b: number, multiplier: Multiplier): Limbs {
  if (b - a <= LEAF) return limbsFromDigits(String(leaf(a, b).sum));
  const middle = oddMiddle(a, b);
  const low = intervalSum(a, middle, multiplier);
  return joined(low, split(middle, b, multiplier), multiplier);
}

function joined(low: Limbs, high: Interval, multiplier: Multiplier): Limbs {
  const sum = multiplyAdd(multiplier.product(low, high.product), 1, high.sum);
  multiplier.meter.spend(SUM * sum.length);
  return sum;
}

function leaf(a: number, b: number): { product: bigint; sum: bigint } {
  let [product, sum] = [1n, 0n];
  for (let j = a + 1; j <= b; j++) {
    product *= BigInt(j);
    sum = sum * BigInt(j) + (j % 2 === 0 ? 1n : -1n);
  }
  return { product, sum };
}

function oddMiddle(a: number, b: number): number {
  return Math.floor((a + b) / 2) | 1;
}
