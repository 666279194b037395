import { DIGITS_PER_LIMB, type Limbs } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productPlan, squarePlan } from "../limbs/plan.ts";
import { bigintOfWords, productOfWords, productOfWordsCost } from "../limbs/product_tree.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";
import { primesUpTo } from "./primes.ts";

/** Nanoseconds of the sieve and of sorting out its primes, by n, as in `costs.ts`. */
const SIEVE = 5;

/** Primes between two checkpoints. */
const PRIMES_AT_A_TIME = 4_096;

/** Words of P for the bits that BigInt starts with: R has some hundred digits then. */
const START_WORDS = 8;

/** n! = limbs · 10^zeros. */
export interface LargeFactorial {
  readonly limbs: Limbs;
  readonly zeros: number;
}

/**
 * n! for an integer n ≥ 2 from the exponents of its primes, bit by bit from the top: R ← R² · P with
 * the product P of the primes whose exponent has the bit. Powers of ten stay out of it: 5 is left
 * out, and 2 has as many factors less.
 */
export function largeFactorial(n: number, multiplier: Multiplier): LargeFactorial {
  multiplier.meter.expect(() => largeFactorialCost(n));
  const wordsByBit = primeWords(n, multiplier);
  multiplier.meter.spend(SIEVE * n);
  const first = wordsByBit.findIndex((words) => words.length <= START_WORDS);
  let limbs = limbsFromDigits(String(startOf(wordsByBit.slice(first))));
  for (const words of wordsByBit.slice(0, first).reverse()) {
    limbs = multiplier.product(multiplier.square(limbs), productOfWords(words, multiplier));
  }
  return { limbs, zeros: multiplicity(n, 5) };
}

/** R after the top bits. */
function startOf(wordsByBit: readonly number[][]): bigint {
  return wordsByBit.reduceRight((root, words) => root * root * bigintOfWords(words), 1n);
}

/** Predicted cost of `largeFactorial` in nanoseconds of the machine that `costs.ts` is about. */
export function largeFactorialCost(n: number): number {
  let [cost, result] = [SIEVE * n, 0];
  for (let bit = Math.floor(Math.log2(n)) - 1; bit >= 0; bit--) {
    const added = oddPrimesLimbs(n / 2 ** bit);
    const [root, square, p] = [result, 2 * result, added].map((limbs) => Math.ceil(limbs + 0.5));
    cost += squarePlan(root!).cost + productOfWordsCost(p!);
    cost += productPlan(Math.max(square!, p!), Math.min(square!, p!)).cost;
    result = 2 * result + added;
  }
  return cost + textCost(result);
}

/** For each bit, the primes whose exponent in n! has it, multiplied into words. */
function primeWords(n: number, { meter }: Multiplier): number[][] {
  const fives = multiplicity(n, 5);
  const wordsByBit = Array.from({ length: Math.floor(Math.log2(n)) + 1 }, () => [1]);
  const primes = primesUpTo(n, meter);
  for (let i = 0; i < primes.length; i++) {
    if (i % PRIMES_AT_A_TIME === 0) meter.checkpoint();
    const prime = primes[i]!;
    if (prime === 5) continue;
    let exponent = multiplicity(n, prime) - (prime === 2 ? fives : 0);
    for (let bit = 0; exponent > 0; bit++, exponent = Math.floor(exponent / 2)) {
      if (exponent % 2 === 1) multiplyInto(wordsByBit[bit]!, prime);
    }
  }
  return wordsByBit;
}

/** Multiplies the last word by a prime, or begins another where it would not be exact. */
function multiplyInto(words: number[], prime: number): void {
  const word = words.at(-1)! * prime;
  if (word <= Number.MAX_SAFE_INTEGER) words[words.length - 1] = word;
  else words.push(prime);
}

/** The exponent of a prime in n!: Legendre's formula. */
function multiplicity(n: number, prime: number): number {
  let sum = 0;
  for (let rest = Math.floor(n / prime); rest > 0; rest = Math.floor(rest / prime)) sum += rest;
  return sum;
}

/** Limbs of the product of the primes whose exponent in m! is odd: about m · log 2 digits. */
function oddPrimesLimbs(m: number): number {
  return m * Math.LOG10E * Math.LN2 / DIGITS_PER_LIMB;
}
