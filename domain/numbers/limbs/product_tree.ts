import type { Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";
import { limbsFromDigits } from "./text.ts";

/** Words whose product is found as a BigInt, its conversion to decimal digits included. */
export const LEAF_WORDS = 48;

/** Limbs that such words of primes have on average. */
const LIMBS_PER_WORD = 3.6;

/** The product of integers up to 2^53, in halves so that factors have equal lengths. */
export function productOfWords(
  words: readonly number[],
  multiplier: Multiplier,
  start = 0,
  end = words.length,
): Limbs {
  if (end - start <= LEAF_WORDS) {
    multiplier.meter.spend(leafCost(end - start));
    return limbsFromDigits(bigintOfWords(words, start, end).toString());
  }
  const middle = (start + end) >> 1;
  return multiplier.product(
    productOfWords(words, multiplier, start, middle),
    productOfWords(words, multiplier, middle, end),
  );
}

/** The product of a few integers up to 2^53. */
export function bigintOfWords(words: readonly number[], start = 0, end = words.length): bigint {
  if (end - start < 2) return BigInt(words[start] ?? 1);
  const middle = (start + end) >> 1;
  return bigintOfWords(words, start, middle) * bigintOfWords(words, middle, end);
}

/** Cost of `productOfWords` for words that make up so many limbs. */
export function productOfWordsCost(limbs: number): number {
  const words = limbs / LIMBS_PER_WORD;
  if (words <= LEAF_WORDS) return leafCost(words);
  const half = Math.ceil(limbs / 2);
  return 2 * productOfWordsCost(half) + productPlan(half, half).cost;
}

/** Nanoseconds, as in `costs.ts`. */
function leafCost(words: number): number {
  return words * (150 + 1.2 * words);
}
