import type { Limbs } from "./limbs.ts";
import { LIMBS_PER_WORD } from "./linear.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";
import { limbsFromDigits } from "./text.ts";

/** Words whose product is found as a BigInt, its conversion to decimal digits included. */
export const LEAF_WORDS = 48;

/** The product of words up to `LARGEST_WORD`, in halves so that factors have equal lengths. */
export function productOfWords(words: readonly number[], multiplier: Multiplier): Limbs {
  if (words.length <= LEAF_WORDS) {
    multiplier.meter.spend(leafCost(words.length));
    return limbsFromDigits(bigintOfWords(words).toString());
  }
  const middle = words.length >> 1;
  return multiplier.product(
    productOfWords(words.slice(0, middle), multiplier),
    productOfWords(words.slice(middle), multiplier),
  );
}

/** The product of a few words. */
export function bigintOfWords(words: readonly number[]): bigint {
  if (words.length < 2) return BigInt(words[0] ?? 1);
  const middle = words.length >> 1;
  return bigintOfWords(words.slice(0, middle)) * bigintOfWords(words.slice(middle));
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
  return words * (110 + 1.7 * words);
}
