import { addAt, BASE, DIGITS_PER_LIMB, LARGEST_LIMB, type Limbs, trimmed } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productAndSquarePlan, productPlan } from "../limbs/plan.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import type { Meter } from "../meter.ts";
import { smallFibonacciPair } from "../small/fibonacci.ts";

/** Indices up to this come from BigInt. */
const LARGEST_START = 1_200;

/** Nanoseconds until there are limbs to multiply, as in `costs.ts`. */
const START = 7_000;

const LOG10_PHI = Math.log10((1 + Math.sqrt(5)) / 2);

/**
 * F(n) for an integer n > 1, by way of the Lucas numbers L(k) = F(k − 1) + F(k + 1), which double
 * without additions: L(2k) = L(k)² ∓ 2, L(2k + 1) = L(k)·L(k + 1) ∓ 1, with − for even k.
 * At last F(2k) = F(k)·L(k) and F(2k + 1) = F(k + 1)·L(k) ∓ 1, from 5F(k) = 2L(k + 1) − L(k) and
 * 5F(k + 1) = 2L(k) + L(k + 1).
 */
export function largeFibonacci(n: number, multiplier: Multiplier): Limbs {
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
  if (n % 2 === 0) return multiplier.product(fifthOfSum(next, lucas, -1, multiplier.meter), lucas);
  const product = multiplier.product(fifthOfSum(lucas, next, 1, multiplier.meter), lucas);
  addAt(product, 0, k % 2 === 0 ? -1 : 1, product.length);
  return product;
}

/** Predicted cost of `largeFibonacci` in nanoseconds of the machine that `costs.ts` is about. */
export function largeFibonacciCost(n: number): number {
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

/** Limbs of L(k), and of F(k) or one more. */
function limbsOf(k: number): number {
  return Math.ceil(k * LOG10_PHI / DIGITS_PER_LIMB);
}

/** 1/BASE as PER_BASE / 2^PER_BASE_SHIFT, exact enough for quotients of a few units. */
const PER_BASE = 6_711;
const PER_BASE_SHIFT = 26;

/** A fifth as FIFTH / 2^FIFTH_SHIFT, exact enough for integers of 16 bits. */
const FIFTH = 52_429;
const FIFTH_SHIFT = 18;

/** What makes a sum of limbs positive, a multiple of 5. */
const OFFSET = 3 * LARGEST_LIMB;

/** Limbs of a sum between two checkpoints. */
const LIMBS_AT_A_TIME = 2 ** 18;

/** (2x + sign · y)/5, a positive integer. */
function fifthOfSum(x: Limbs, y: Limbs, sign: 1 | -1, meter: Meter): Limbs {
  const length = Math.max(x.length, y.length);
  const fifth = new Int16Array(length);
  const [a, b] = [x, y].map((limbs) => padded(limbs, length + 1)) as [Limbs, Limbs];
  for (let from = 0, carry = 0; from < length; from += LIMBS_AT_A_TIME) {
    const to = Math.min(from + LIMBS_AT_A_TIME, length);
    carry = writeFifth(fifth, a, b, { sign, from, to, carry });
    meter.checkpoint();
  }
  return trimmed(fifth);
}

/**
 * Writes some limbs of (2x + sign · y)/5 and returns what is left over. A remainder leaves fifths of
 * the base to the limb below. Without a branch, which would be guessed wrong much of the time.
 */
function writeFifth(
  fifth: Limbs,
  x: Limbs,
  y: Limbs,
  { sign, from, to, carry: before }: {
    readonly sign: 1 | -1;
    readonly from: number;
    readonly to: number;
    readonly carry: number;
  },
): number {
  // A product with the sign could be −0, which is no machine integer.
  const flip = sign < 0 ? -1 : 0;
  let carry = before;
  let quotient = fifthOf(2 * x[from]! + (y[from]! ^ flip) - flip);
  for (let i = from; i < to; i++) {
    const sum = 2 * x[i + 1]! + (y[i + 1]! ^ flip) - flip;
    const above = fifthOf(sum);
    const limb = quotient + (sum - 5 * above) * (BASE / 5) + carry;
    carry = ((limb + LARGEST_LIMB) * PER_BASE) >> PER_BASE_SHIFT;
    fifth[i] = limb - carry * BASE;
    quotient = above;
  }
  return carry;
}

/** A sum of limbs divided by 5, rounded down. */
function fifthOf(sum: number): number {
  return (((sum + OFFSET) * FIFTH) >> FIFTH_SHIFT) - OFFSET / 5;
}

function padded(limbs: Limbs, length: number): Limbs {
  const copy = new Int16Array(length);
  copy.set(limbs);
  return copy;
}
