import {
  addAt,
  BASE,
  DIGITS_PER_LIMB,
  LARGEST_LIMB,
  type Limbs,
  trimLeadingZeros,
} from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productAndSquarePlan, productPlan } from "../limbs/plan.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import type { Meter } from "../meter.ts";
import { smallFibonacciPair } from "../small/fibonacci.ts";

/** BigInt computes the first pair, up to this index. */
const LARGEST_START_INDEX = 1_200;

/** Cost of the first pair, in nanoseconds on the reference machine. */
const START_NS = 7_000;

const LOG10_PHI = Math.log10((1 + Math.sqrt(5)) / 2);

/**
 * F(n) for an integer n > 1, through the Lucas numbers L(k) = F(k − 1) + F(k + 1), which double
 * without additions of long numbers: L(2k) = L(k)² ∓ 2, L(2k + 1) = L(k)·L(k + 1) ∓ 1, with − for
 * even k. The last step is F(2k) = F(k)·L(k) or F(2k + 1) = F(k + 1)·L(k) ∓ 1, where
 * 5F(k) = 2L(k + 1) − L(k) and 5F(k + 1) = 2L(k) + L(k + 1).
 */
export function largeFibonacci(n: number, multiplier: Multiplier): Limbs {
  multiplier.meter.spend(START_NS);
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

/** Predicted cost of `largeFibonacci` and of its text, in nanoseconds on the reference machine. */
export function largeFibonacciCost(n: number): number {
  const half = Math.floor(n / 2);
  let cost = START_NS + productPlan(limbsOf(half), limbsOf(half)).cost + textCost(limbsOf(n));
  for (let doublings = doublingsFor(half); doublings > 0; doublings--) {
    const limbs = limbsOf(Math.floor(half / 2 ** doublings));
    cost += productAndSquarePlan(limbs, limbs).cost;
  }
  return cost;
}

function doublingsFor(k: number): number {
  return Math.max(0, Math.ceil(Math.log2(k / LARGEST_START_INDEX)));
}

/** L(k) and L(k + 1). */
function startingPair(k: number): [lucas: Limbs, next: Limbs] {
  const [f, next] = smallFibonacciPair(k);
  return [limbsFromDigits(String(2n * next - f)), limbsFromDigits(String(2n * f + next))];
}

/** Number of limbs of L(k); F(k) has as many or one fewer. */
function limbsOf(k: number): number {
  return Math.ceil(k * LOG10_PHI / DIGITS_PER_LIMB);
}

/** 1/BASE as INVERSE_BASE / 2^INVERSE_BASE_SHIFT, accurate enough for quotients of a few units. */
const INVERSE_BASE = 6_711;
const INVERSE_BASE_SHIFT = 26;

/** A fifth as FIFTH / 2^FIFTH_SHIFT, accurate enough for 16-bit integers. */
const FIFTH = 52_429;
const FIFTH_SHIFT = 18;

/** A multiple of 5 that makes any sum 2x ± y of limbs nonnegative. */
const OFFSET = 3 * LARGEST_LIMB;

/** Limbs of a sum between checkpoints. */
const LIMBS_PER_CHECKPOINT = 2 ** 18;

/** (2x + sign · y)/5, a positive integer. */
function fifthOfSum(x: Limbs, y: Limbs, sign: 1 | -1, meter: Meter): Limbs {
  const length = Math.max(x.length, y.length);
  const fifth = new Int16Array(length);
  const [a, b] = [x, y].map((limbs) => padded(limbs, length + 1)) as [Limbs, Limbs];
  for (let from = 0, carry = 0; from < length; from += LIMBS_PER_CHECKPOINT) {
    const to = Math.min(from + LIMBS_PER_CHECKPOINT, length);
    carry = writeFifth(fifth, a, b, { sign, from, to, carry });
    meter.checkpoint();
  }
  return trimLeadingZeros(fifth);
}

/**
 * Writes limbs `from` to `to` of (2x + sign · y)/5 and returns the carry. The remainder of each
 * limb moves to the limb below, times BASE / 5. Branch-free, since a branch would often be
 * mispredicted.
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
  // Multiplying by the sign could give −0, which V8 does not keep as an integer.
  const flip = sign < 0 ? -1 : 0;
  let carry = before;
  let quotient = fifthOf(2 * x[from]! + (y[from]! ^ flip) - flip);
  for (let i = from; i < to; i++) {
    const sum = 2 * x[i + 1]! + (y[i + 1]! ^ flip) - flip;
    const above = fifthOf(sum);
    const limb = quotient + (sum - 5 * above) * (BASE / 5) + carry;
    carry = ((limb + LARGEST_LIMB) * INVERSE_BASE) >> INVERSE_BASE_SHIFT;
    fifth[i] = limb - carry * BASE;
    quotient = above;
  }
  return carry;
}

/** ⌊sum / 5⌋ for a sum 2x ± y of limbs. */
function fifthOf(sum: number): number {
  return (((sum + OFFSET) * FIFTH) >> FIFTH_SHIFT) - OFFSET / 5;
}

function padded(limbs: Limbs, length: number): Limbs {
  const copy = new Int16Array(length);
  copy.set(limbs);
  return copy;
}
