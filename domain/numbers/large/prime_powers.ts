import { DIGITS_PER_LIMB, type Limbs } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productPlan, squarePlan } from "../limbs/plan.ts";
import { bigintProduct, productOfWords, productOfWordsCost } from "../limbs/product_tree.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import { log10Factorial } from "./log10_gamma.ts";

/** A prime and its exponent in a number. */
export interface PrimeExponent {
  readonly prime: number;
  readonly exponent: number;
}

/** limbs · 10^zeros. */
export interface PrimePowerProduct {
  readonly limbs: Limbs;
  readonly zeros: number;
}

/** Primes between two checkpoints. */
const PRIMES_AT_A_TIME = 4_096;

/** Nanoseconds per prime for sorting it into words, as in `costs.ts`. */
const SORTING = 30;

/**
 * BigInt handles the top bits while P has at most this many words; R reaches a few hundred digits.
 */
const START_WORDS = 8;

/**
 * The product of powers of primes below 2^26, from the top bit of the exponents down: R ← R² · P
 * with the product P of the primes whose exponent has the bit set. Powers of ten are kept apart.
 */
export function primePowerProduct(
  powers: Iterable<PrimeExponent>,
  multiplier: Multiplier,
): PrimePowerProduct {
  const { wordsByBit, zeros } = sorted(powers, multiplier);
  const first = wordsByBit.findLastIndex((words) => words.length > START_WORDS) + 1;
  let limbs = limbsFromDigits(String(startOf(wordsByBit.slice(first))));
  for (const words of wordsByBit.slice(0, first).reverse()) {
    limbs = multiplier.product(multiplier.square(limbs), productOfWords(words, multiplier));
  }
  return { limbs, zeros };
}

/**
 * Predicted cost of `primePowerProduct` and its text in nanoseconds on the reference machine, given
 * the decimal digits of P for each bit of the exponents and the number of primes.
 */
export function primePowerProductCost(digitsByBit: readonly number[], primes: number): number {
  let [cost, result] = [SORTING * primes, 0];
  for (const digits of digitsByBit.toReversed()) {
    const added = digits / DIGITS_PER_LIMB;
    const [root, square, p] = [result, 2 * result, added].map((limbs) => Math.ceil(limbs + 0.5));
    cost += squarePlan(root!).cost + productOfWordsCost(p!);
    cost += productPlan(Math.max(square!, p!), Math.min(square!, p!)).cost;
    result = 2 * result + added;
  }
  return cost + textCost(result);
}

/**
 * Decimal digits of P for each bit of the exponents, for a product of `count` ≥ 2 terms of an
 * arithmetic progression with `digits` decimal digits in total. The primes up to `count` have the
 * same exponents as in count!, where P is about 2^(count / 2^bit); larger primes have the exponent
 * 1.
 */
export function digitsByBit(count: number, digits: number): number[] {
  const bits = Math.ceil(Math.log2(count));
  const byBit = Array.from({ length: bits }, (_, bit) => count * Math.log10(2) / 2 ** bit);
  byBit[0]! += Math.max(0, digits - log10Factorial(count));
  const sum = byBit.reduce((sum, ofBit, bit) => sum + ofBit * 2 ** bit, 0);
  return byBit.map((ofBit) => ofBit * digits / sum);
}

/**
 * For each bit, the primes whose exponent has it set, multiplied into words; tens are taken out.
 */
function sorted(
  powers: Iterable<PrimeExponent>,
  { meter }: Multiplier,
): { wordsByBit: number[][]; zeros: number } {
  const wordsByBit: number[][] = [[1]];
  const exponents = { two: 0, five: 0 };
  let count = 0;
  for (const { prime, exponent } of powers) {
    if (++count % PRIMES_AT_A_TIME === 0) meter.spend(SORTING * PRIMES_AT_A_TIME);
    if (prime === 2) exponents.two += exponent;
    else if (prime === 5) exponents.five += exponent;
    else addPower(wordsByBit, prime, exponent);
  }
  const zeros = Math.min(exponents.two, exponents.five);
  addPower(wordsByBit, 2, exponents.two - zeros);
  addPower(wordsByBit, 5, exponents.five - zeros);
  return { wordsByBit, zeros };
}

function addPower(wordsByBit: number[][], prime: number, exponent: number): void {
  for (let bit = 0, rest = exponent; rest > 0; bit++, rest = Math.floor(rest / 2)) {
    const words = wordsByBit[bit] ??= [1];
    if (rest % 2 === 0) continue;
    const word = words.at(-1)! * prime;
    if (word <= Number.MAX_SAFE_INTEGER) words[words.length - 1] = word;
    else words.push(prime);
  }
}

/** R after the top bits. */
function startOf(wordsByBit: readonly number[][]): bigint {
  return wordsByBit.reduceRight((root, words) => root * root * bigintProduct(words), 1n);
}
