import { addAt, BASE, DIGITS_PER_LIMB, LARGEST_LIMB, type Limbs, trimmed } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productAndSquarePlan, productPlan } from "../limbs/plan.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import { smallFibonacci } from "../small/fibonacci.ts";

/** Indices up to this come from BigInt. */
const LARGEST_START = 2_000;

/** Nanoseconds until there are limbs to multiply, as in `costs.ts`. */
const START = 10_000;
/** 1/BASE as PER_BASE / 2^PER_BASE_SHIFT, exact enough for quotients of a few units. */
const PER_BASE = 6_711;
const PER_BASE_SHIFT = 26;

const LOG10_PHI = Math.log10((1 + Math.sqrt(5)) / 2);

/**
 * F(n) for an integer n > 1, with the Lucas numbers L(n) = F(n − 1) + F(n + 1):
 * F(2k) = F(k)·L(k), L(2k) = L(k)² ∓ 2, F(k + 1) = (F(k) + L(k))/2, L(k + 1) = (5F(k) + L(k))/2.
 */
export function largeFibonacci(n: number, multiplier: Multiplier): Limbs {
  multiplier.meter.spend(START);
  const doublings = doublingsFor(n);
  let k = Math.floor(n / 2 ** doublings);
  const [start, following] = [smallFibonacci(k), smallFibonacci(k + 1)];
  let [f, l] = [start, 2n * following - start].map((value) => limbsFromDigits(String(value))) as [
    Limbs,
    Limbs,
  ];
  for (let bit = doublings - 1; bit >= 0; bit--) {
    const isOdd = Math.floor(n / 2 ** bit) % 2 === 1;
    if (bit === 0 && !isOdd) return multiplier.product(f, l);
    const [product, square] = multiplier.productAndSquare(f, l);
    f = product;
    l = square;
    addAt(l, 0, k % 2 === 0 ? -2 : 2, l.length);
    k *= 2;
    if (!isOdd) continue;
    const next = halfSum(f, 1, l);
    if (bit === 0) return next;
    multiplier.meter.checkpoint();
    [f, l] = [next, halfSum(f, 5, l)];
    multiplier.meter.checkpoint();
    k++;
  }
  return f;
}

/** Predicted cost of `largeFibonacci` in nanoseconds of the machine that `costs.ts` is about. */
export function largeFibonacciCost(n: number): number {
  let cost = START + textCost(n * LOG10_PHI / DIGITS_PER_LIMB);
  for (let bit = doublingsFor(n) - 1; bit >= 0; bit--) {
    const limbs = Math.ceil(Math.floor(n / 2 ** (bit + 1)) * LOG10_PHI / DIGITS_PER_LIMB);
    const isLast = bit === 0 && n % 2 === 0;
    cost += isLast ? productPlan(limbs, limbs).cost : productAndSquarePlan(limbs, limbs).cost;
  }
  return cost;
}

function doublingsFor(n: number): number {
  return Math.max(0, Math.ceil(Math.log2(n / LARGEST_START)));
}

/**
 * (factor · x + y)/2, an integer, for numbers of equal parity, y the longer one, and a factor up to
 * 5. An odd limb leaves half the base to the limb below. Without a branch, which would be guessed
 * wrong half of the time.
 */
function halfSum(x: Limbs, factor: number, y: Limbs): Limbs {
  const half = new Int16Array(y.length + 1);
  let carry = 0;
  let sum = factor * x[0]! + y[0]!;
  for (let i = 0; i < half.length; i++) {
    const above = i + 1 < x.length
      ? factor * x[i + 1]! + y[i + 1]!
      : i + 1 < y.length
      ? y[i + 1]!
      : 0;
    const limb = (sum >> 1) + (above & 1) * LARGEST_LIMB + carry;
    carry = ((limb + LARGEST_LIMB) * PER_BASE) >> PER_BASE_SHIFT;
    half[i] = limb - carry * BASE;
    sum = above;
  }
  return trimmed(half);
}
