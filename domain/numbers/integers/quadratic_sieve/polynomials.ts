import { remainder, wordInverse } from "../word_arithmetic.ts";
import type { FactorBase } from "./factor_base.ts";

/** A coefficient is reduced modulo primes below 2^26 in parts of this many bits. */
const PART_BITS = 24n;
const PART = 2 ** 24;

/** Preferred and least size of the primes of a leading coefficient, if the factor base has them. */
const PREFERRED_PRIME = 2_500;
const LEAST_PRIME = 20;

/** A position beyond every interval, even after one step per polynomial with the same a. */
const NOWHERE = 2 ** 30;

/**
 * Leading coefficients tried to get close to the ideal, and tried at most to find an unused one.
 */
const TRIES = 30;
const MOST_TRIES = 300;

/** Penalty that ranks an already used coefficient below every unused one. */
const USED = 1e6;

/**
 * Polynomials (ax + b)² − kn = a · (ax² + 2bx + c) of the self-initialising quadratic sieve, with
 * b² ≡ kn modulo a. Each a is a product of s primes of the factor base and has 2^(s−1) values of b
 * (Contini, Factoring integers with the self-initializing quadratic sieve, 1997).
 */
export class Polynomials {
  readonly #base: FactorBase;
  readonly #half: number;
  readonly #target: number;
  readonly #count: number;
  readonly #centre: number;
  readonly #used = new Set<bigint>();
  #seed = 1;
  #number = 0;
  #terms: bigint[] = [];
  #deltas: Int32Array[] = [];

  /**
   * Least positions of the two roots in the interval, which begins at x = −interval/2. For 2 and
   * the primes of a, both positions are beyond the interval; for the primes of the multiplier, the
   * second is.
   */
  readonly first: Int32Array;
  readonly second: Int32Array;
  a = 1n;
  b = 0n;
  /** Indices of the primes of a. */
  indices: readonly number[] = [];

  constructor(base: FactorBase, interval: number) {
    this.#base = base;
    this.#half = interval / 2;
    this.first = new Int32Array(base.primes.length);
    this.second = new Int32Array(base.primes.length);
    this.first[0] = this.second[0] = NOWHERE;
    this.#target = Math.log(2 * Number(base.product)) / 2 - Math.log(this.#half);
    const { primes } = base;
    const preferred = Math.min(PREFERRED_PRIME, primes[Math.floor(primes.length * 0.6)]!);
    this.#count = Math.max(2, Math.round(this.#target / Math.log(preferred)));
    const ideal = Math.exp(this.#target / this.#count);
    const found = primes.findIndex((p) => p >= ideal);
    this.#centre = found < 0 ? primes.length - 1 : found;
  }

  /** Moves to the next polynomial. */
  next(): void {
    if (this.#number === 0 || this.#number === 2 ** (this.#count - 1)) this.#begin();
    else this.#step();
    this.#number++;
  }

  /** Changes one term of b, in the order of a Gray code. */
  #step(): void {
    const term = 31 - Math.clz32(this.#number & -this.#number);
    const isAdded = ((this.#number >> (term + 1)) & 1) === 1;
    this.b += isAdded ? 2n * this.#terms[term]! : -2n * this.#terms[term]!;
    const deltas = this.#deltas[term]!;
    const { primes } = this.#base;
    const { first, second } = this;
    // A root moves by −Δ(b)/a.
    if (isAdded) {
      for (let i = 1; i < primes.length; i++) {
        const p = primes[i]!, delta = deltas[i]!;
        const x = first[i]! - delta, y = second[i]! - delta;
        first[i] = x + (p & (x >> 31));
        second[i] = y + (p & (y >> 31));
      }
    } else {
      for (let i = 1; i < primes.length; i++) {
        const p = primes[i]!, delta = deltas[i]! - p;
        const x = first[i]! + delta, y = second[i]! + delta;
        first[i] = x + (p & (x >> 31));
        second[i] = y + (p & (y >> 31));
      }
    }
  }

  /** A new a, its terms of b, and the roots of the first polynomial. */
  #begin(): void {
    this.#number = 0;
    this.indices = this.#choose();
    const { primes, roots } = this.#base;
    this.#terms = this.indices.map((index) => {
      const prime = primes[index]!;
      const others = this.a / BigInt(prime);
      const inverse = wordInverse(Number(others % BigInt(prime)), prime);
      const gamma = remainder(roots[index]! * inverse, prime);
      return others * BigInt(Math.min(gamma, prime - gamma));
    });
    this.b = this.#terms.reduce((sum, term) => sum + term);
    this.#deltas = this.#terms.map(() => new Int32Array(primes.length));
    this.#findRoots();
  }

  #findRoots(): void {
    const { primes, roots } = this.#base;
    const a = partsOf(this.a);
    const terms = this.#terms.map(partsOf);
    for (let i = 1; i < primes.length; i++) {
      const p = primes[i]!;
      const aModulo = modulo(a, p);
      if (aModulo === 0) {
        this.first[i] = this.second[i] = NOWHERE;
        continue;
      }
      const inverse = wordInverse(aModulo, p);
      let b = 0;
      for (let term = 0; term < terms.length; term++) {
        const value = modulo(terms[term]!, p);
        b += value;
        this.#deltas[term]![i] = remainder(2 * value * inverse, p);
      }
      b = remainder(b, p);
      const root = roots[i]!;
      this.first[i] = remainder((p + root - b) * inverse + this.#half, p);
      this.second[i] = root === 0
        ? NOWHERE
        : remainder((2 * p - root - b) * inverse + this.#half, p);
    }
  }

  /** Indices of distinct primes whose product is close to the ideal a, and unused if possible. */
  #choose(): number[] {
    const { primes, roots } = this.#base;
    let [best, bestError, bestProduct] = [[] as number[], Infinity, 1n];
    for (let attempt = 0; attempt < (bestError < USED ? TRIES : MOST_TRIES); attempt++) {
      const width = 2 * this.#count + 10 + attempt / 8;
      const indices = new Set<number>();
      let rest = this.#target;
      while (indices.size < this.#count - 1) {
        const index = this.#clamp(this.#centre + Math.floor((2 * this.#random() - 1) * width));
        if (indices.has(index) || roots[index] === 0) continue;
        indices.add(index);
        rest -= Math.log(primes[index]!);
      }
      const last = this.#nearest(Math.exp(rest), indices);
      const chosen = [...indices, last];
      const product = chosen.reduce((product, index) => product * BigInt(primes[index]!), 1n);
      const error = Math.abs(rest - Math.log(primes[last]!)) + (this.#used.has(product) ? USED : 0);
      if (error < bestError) [best, bestError, bestProduct] = [chosen, error, product];
    }
    this.#used.add(bestProduct);
    this.a = bestProduct;
    return best;
  }

  #clamp(index: number): number {
    const { primes } = this.#base;
    let lowest = 1;
    while (primes[lowest]! < LEAST_PRIME) lowest++;
    return Math.max(lowest, Math.min(primes.length - 1, index));
  }

  #nearest(prime: number, taken: ReadonlySet<number>): number {
    const { primes, roots } = this.#base;
    let [low, high] = [0, primes.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (primes[middle]! < prime) low = middle + 1;
      else high = middle;
    }
    for (let distance = 0;; distance++) {
      for (const index of [this.#clamp(low + distance), this.#clamp(low - distance)]) {
        if (!taken.has(index) && roots[index] !== 0) return index;
      }
    }
  }

  /** A number from 0 to 1, by a linear congruential generator: the same in each run. */
  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }
}

/** A positive integer's parts, most significant first. */
function partsOf(value: bigint): number[] {
  const parts: number[] = [];
  for (let rest = value; rest > 0n; rest >>= PART_BITS) parts.push(Number(rest & 0xffffffn));
  return parts.reverse();
}

function modulo(parts: readonly number[], p: number): number {
  let rest = 0;
  for (let i = 0; i < parts.length; i++) rest = remainder(rest * PART + parts[i]!, p);
  return rest;
}
