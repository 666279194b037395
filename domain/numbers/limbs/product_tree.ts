import type { Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";
import { limbsFromDigits } from "./text.ts";

/** Up to this many words are multiplied as BigInts, which is faster even with the conversion. */
export const LEAF_WORDS = 48;

/** Average limbs in a word of primes, as `large/factorial.ts` fills them. */
const LIMBS_PER_WORD = 3.6;

/** The product of positive integers up to 2^53, by recursive halving: factors are equally long. */
export function productOfWords(
  words: readonly number[],
  multiplier: Multiplier,
  start = 0,
  end = words.length,
): Limbs {
  if (end - start <= LEAF_WORDS) {
    multiplier.meter.spend(leafCost(end - start));
    return limbsFromDigits(bigintProduct(words, start, end).toString());
  }
  const middle = (start + end) >> 1;
  return multiplier.product(
    productOfWords(words, multiplier, start, middle),
    productOfWords(words, multiplier, middle, end),
  );
}

/** The product of a few positive integers up to 2^53, as a BigInt. */
export function bigintProduct(words: readonly number[], start = 0, end = words.length): bigint {
  if (end - start < 2) return BigInt(words[start] ?? 1);
  const middle = (start + end) >> 1;
  return bigintProduct(words, start, middle) * bigintProduct(words, middle, end);
}

/** Cost of `productOfWords`, in nanoseconds on the reference machine, by limbs of all words. */
export function productOfWordsCost(limbs: number): number {
  if (limbs === Infinity) return Infinity;
  const words = limbs / LIMBS_PER_WORD;
  if (words <= LEAF_WORDS) return leafCost(words);
  const half = Math.ceil(limbs / 2);
  return 2 * productOfWordsCost(half) + productPlan(half, half).cost;
}

/** Nanoseconds on the reference machine for a product of a few words as a BigInt. */
function leafCost(words: number): number {
  return words * (150 + 1.2 * words);
}
