import { type Limbs, trimmed } from "./limbs.ts";
import { LIMBS_PER_WORD, scaleBy } from "./linear.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";

/** Words that are multiplied one by one. */
const LEAF_WORDS = 8;

/** Nanoseconds of one word and one limb, as in `costs.ts`. */
const WORD_PRODUCT = 4;

/** The product of words up to `LARGEST_WORD`, in halves so that factors have equal lengths. */
export function productOfWords(words: readonly number[], multiplier: Multiplier): Limbs {
  return productOfRange(words, 0, words.length, multiplier);
}

function productOfRange(
  words: readonly number[],
  from: number,
  to: number,
  multiplier: Multiplier,
): Limbs {
  if (to - from <= LEAF_WORDS) {
    multiplier.meter.spend(leafCost(to - from));
    return leafProduct(words, from, to);
  }
  const middle = (from + to) >> 1;
  return multiplier.product(
    productOfRange(words, from, middle, multiplier),
    productOfRange(words, middle, to, multiplier),
  );
}

function leafProduct(words: readonly number[], from: number, to: number): Limbs {
  const product = new Int16Array(1 + LIMBS_PER_WORD * (to - from));
  product[0] = 1;
  let length = 1;
  for (let i = from; i < to; i++) length = scaleBy(product, length, words[i]!);
  return trimmed(product);
}

/** Cost of `productOfWords` for words that make up so many limbs. */
export function productOfWordsCost(limbs: number): number {
  const words = limbs / LIMBS_PER_WORD;
  if (words <= LEAF_WORDS) return leafCost(words);
  const half = Math.ceil(limbs / 2);
  return 2 * productOfWordsCost(half) + productPlan(half, half).cost;
}

function leafCost(words: number): number {
  return WORD_PRODUCT * LIMBS_PER_WORD * words * words / 2;
}
