import { addAt, DIGITS_PER_LIMB, type Limbs } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productAndSquarePlan, productPlan } from "../limbs/plan.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import { smallFibonacciPair } from "../small/fibonacci.ts";

/** BigInt computes the first pair, up to this index. */
const LARGEST_START = 1_200;

/** Nanoseconds of the first pair, as in `costs.ts`. */
const START = 7_000;

const LOG10_PHI = Math.log10((1 + Math.sqrt(5)) / 2);

/**
 * L(n) for an integer n ≥ 2, by doubling L(k) and L(k + 1): L(2k) = L(k)² ∓ 2 and
 * L(2k + 1) = L(k) · L(k + 1) ∓ 1, with − for even k.
 */
export function largeLucas(n: number, multiplier: Multiplier): Limbs {
  multiplier.meter.spend(START);
  const half = Math.floor(n / 2);
  const doublings = doublingsFor(half);
  let k = Math.floor(half / 2 ** doublings);
  let [lucas, next] = startingPair(k);
  for (let bit = doublings - 1; bit >= 0; bit--) {
    const sign = k % 2 === 0 ? 1 : -1;
    const isOdd = Math.floor(half / 2 ** bit) % 2 === 1;
    const [other, squared] = isOdd ? [lucas, next] : [next, lucas];
    const [product, square] = multiplier.productAndSquare(other, squared);
    addAt(product, 0, -sign, product.length);
    addAt(square, 0, isOdd ? 2 * sign : -2 * sign, square.length);
    [lucas, next] = isOdd ? [product, square] : [square, product];
    k = 2 * k + Number(isOdd);
  }
  const sign = half % 2 === 0 ? -1 : 1;
  const isOdd = n % 2 === 1;
  const result = isOdd ? multiplier.product(lucas, next) : multiplier.square(lucas);
  addAt(result, 0, isOdd ? sign : 2 * sign, result.length);
  return result;
}

/** Predicted cost of `largeLucas` and its text in nanoseconds, as in `costs.ts`. */
export function largeLucasCost(n: number): number {
  const half = Math.floor(n / 2);
  let cost = START + productPlan(limbsOf(half), limbsOf(half)).cost + textCost(limbsOf(n));
  for (let doublings = doublingsFor(half); doublings > 0; doublings--) {
    const limbs = limbsOf(Math.floor(half / 2 ** doublings));
    cost += productAndSquarePlan(limbs, limbs).cost;
  }
  return cost;
}

function doublingsFor(k: number): number {
  return Math.max(0, Math.ceil(Math.log2(k / LARGEST_START)));
}

/** L(k) and L(k + 1). */
function startingPair(k: number): [lucas: Limbs, next: Limbs] {
  const [f, next] = smallFibonacciPair(k);
  return [limbsFromDigits(String(2n * next - f)), limbsFromDigits(String(2n * f + next))];
}

/** Limbs of L(k). */
function limbsOf(k: number): number {
  return Math.ceil(k * LOG10_PHI / DIGITS_PER_LIMB);
}
