import { DIGITS_PER_LIMB, type Limbs } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productPlan, squarePlan } from "../limbs/plan.ts";
import { bigintProduct, productOfWords, productOfWordsCost } from "../limbs/product_tree.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import { primesUpTo } from "./primes.ts";

/** Cost of sieving and of grouping the primes, in nanoseconds on the reference machine, by n. */
const SIEVE_NS_PER_INTEGER = 5;

/** Primes handled between checkpoints. */
const PRIMES_PER_CHECKPOINT = 4_096;

/** BigInt handles the top bits while P has at most this many words; R reaches about 100 digits. */
const START_WORDS = 8;

/** n! = limbs · 10^zeros. */
export interface LargeFactorial {
  readonly limbs: Limbs;
  readonly zeros: number;
}

/**
 * n! for an integer n ≥ 2, from its prime factorization: for each bit of the exponents, from the
 * top, R ← R² · P with the product P of the primes whose exponent has the bit set. Powers of ten
 * are left out: 5 is skipped, and the exponent of 2 is reduced by that of 5.
 */
export function largeFactorial(n: number, multiplier: Multiplier): LargeFactorial {
  multiplier.meter.expect(() => largeFactorialCost(n));
  const wordsByBit = primeProductsByBit(n, multiplier);
  multiplier.meter.spend(SIEVE_NS_PER_INTEGER * n);
  const first = wordsByBit.findIndex((words) => words.length <= START_WORDS);
  let limbs = limbsFromDigits(String(productOfTopBits(wordsByBit.slice(first))));
  for (const words of wordsByBit.slice(0, first).reverse()) {
    limbs = multiplier.product(multiplier.square(limbs), productOfWords(words, multiplier));
  }
  return { limbs, zeros: multiplicity(n, 5) };
}

/** R after the top bits, given in ascending order. */
function productOfTopBits(wordsByBit: readonly number[][]): bigint {
  return wordsByBit.reduceRight((root, words) => root * root * bigintProduct(words), 1n);
}

/** Predicted cost of `largeFactorial` and of its text, in nanoseconds on the reference machine. */
export function largeFactorialCost(n: number): number {
  let [cost, result] = [SIEVE_NS_PER_INTEGER * n, 0];
  for (let bit = Math.floor(Math.log2(n)) - 1; bit >= 0; bit--) {
    const added = oddPrimesLimbs(n / 2 ** bit);
    const [root, square, p] = [result, 2 * result, added].map((limbs) => Math.ceil(limbs + 0.5));
    cost += squarePlan(root!).cost + productOfWordsCost(p!);
    cost += productPlan(Math.max(square!, p!), Math.min(square!, p!)).cost;
    result = 2 * result + added;
  }
  return cost + textCost(result);
}

/** For each bit, the primes whose exponent in n! has it set, multiplied into words below 2^53. */
function primeProductsByBit(n: number, { meter }: Multiplier): number[][] {
  const fives = multiplicity(n, 5);
  const wordsByBit = Array.from({ length: Math.floor(Math.log2(n)) + 1 }, () => [1]);
  const primes = primesUpTo(n, meter);
  for (let i = 0; i < primes.length; i++) {
    if (i % PRIMES_PER_CHECKPOINT === 0) meter.checkpoint();
    const prime = primes[i]!;
    if (prime === 5) continue;
    let exponent = multiplicity(n, prime) - (prime === 2 ? fives : 0);
    for (let bit = 0; exponent > 0; bit++, exponent = Math.floor(exponent / 2)) {
      if (exponent % 2 === 1) multiplyInto(wordsByBit[bit]!, prime);
    }
  }
  return wordsByBit;
}

/** Multiplies the last word by a prime, or appends a word if the product would exceed 2^53. */
function multiplyInto(words: number[], prime: number): void {
  const word = words.at(-1)! * prime;
  if (word <= Number.MAX_SAFE_INTEGER) words[words.length - 1] = word;
  else words.push(prime);
}

/** The exponent of a prime in n!, by Legendre's formula. */
function multiplicity(n: number, prime: number): number {
  let sum = 0;
  for (let rest = Math.floor(n / prime); rest > 0; rest = Math.floor(rest / prime)) sum += rest;
  return sum;
}

/** Approximate limbs of the product of the primes with odd exponent in m!, which is about 2^m. */
function oddPrimesLimbs(m: number): number {
  return m * Math.LOG10E * Math.LN2 / DIGITS_PER_LIMB;
}
