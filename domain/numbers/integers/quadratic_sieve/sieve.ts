import type { FactorBase } from "./factor_base.ts";

/** Length of a block, which fits into a processor's L1 cache. */
const BLOCK = 32_768;

/** Primes up to this are sieved block by block: larger ones have few positions in a block. */
const LARGEST_BLOCKED = 4_096;

/** A sum of logarithms with this bit marks a candidate. */
const MARK = 0x80;
const FOUR_MARKS = 0x80808080 | 0;

/** Finds the positions at which a polynomial's values have many small prime factors. */
export class Sieve {
  readonly #base: FactorBase;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #words: Int32Array<ArrayBuffer>;
  readonly #initial: number;
  readonly #from: number;
  readonly #blocked: number;
  /** Next positions of the blocked primes. */
  readonly #firsts: Int32Array;
  readonly #seconds: Int32Array;

  /** Marks positions where primes of at least `smallest` contribute `threshold` bits or more. */
  constructor(
    base: FactorBase,
    { interval, threshold, smallest }: {
      readonly interval: number;
      readonly threshold: number;
      readonly smallest: number;
    },
  ) {
    this.#base = base;
    this.#bytes = new Uint8Array(interval);
    this.#words = new Int32Array(this.#bytes.buffer);
    this.#initial = MARK - threshold;
    this.#from = countBelow(base.primes, smallest);
    this.#blocked = Math.max(this.#from, countBelow(base.primes, LARGEST_BLOCKED));
    this.#firsts = new Int32Array(this.#blocked);
    this.#seconds = new Int32Array(this.#blocked);
  }

  /**
   * Returns candidates; each prime's log is added at its two roots and at every multiple of the
   * prime from them.
   */
  candidates(first: Int32Array, second: Int32Array): number[] {
    this.#bytes.fill(this.#initial);
    this.#sieveBlocks(first, second);
    this.#sieveWhole(first, second);
    return marked(this.#bytes, this.#words);
  }

  #sieveBlocks(first: Int32Array, second: Int32Array): void {
    const { primes, logarithms } = this.#base;
    const bytes = this.#bytes, firsts = this.#firsts, seconds = this.#seconds;
    const to = this.#blocked;
    for (let i = this.#from; i < to; i++) {
      firsts[i] = Math.min(first[i]!, second[i]!);
      seconds[i] = Math.max(first[i]!, second[i]!);
    }
    for (let start = 0; start < bytes.length; start += BLOCK) {
      const end = Math.min(start + BLOCK, bytes.length);
      for (let i = this.#from; i < to; i++) {
        const p = primes[i]!, logarithm = logarithms[i]!;
        let x = firsts[i]!, y = seconds[i]!;
        while (y < end) {
          bytes[x]! += logarithm;
          bytes[y]! += logarithm;
          x += p;
          y += p;
        }
        if (x < end) {
          bytes[x]! += logarithm;
          x += p;
          firsts[i] = Math.min(x, y);
          seconds[i] = Math.max(x, y);
        } else {
          firsts[i] = x;
          seconds[i] = y;
        }
      }
    }
  }

  #sieveWhole(first: Int32Array, second: Int32Array): void {
    const { primes, logarithms } = this.#base;
    const bytes = this.#bytes, end = bytes.length;
    for (let i = this.#blocked; i < primes.length; i++) {
      const p = primes[i]!, logarithm = logarithms[i]!;
      let x = Math.min(first[i]!, second[i]!), y = Math.max(first[i]!, second[i]!);
      while (y < end) {
        bytes[x]! += logarithm;
        bytes[y]! += logarithm;
        x += p;
        y += p;
      }
      if (x < end) bytes[x]! += logarithm;
    }
  }
}

function marked(bytes: Uint8Array, words: Int32Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < words.length; i++) {
    if ((words[i]! & FOUR_MARKS) === 0) continue;
    for (let at = 4 * i; at < 4 * i + 4; at++) if (bytes[at]! >= MARK) found.push(at);
  }
  return found;
}

function countBelow(primes: Int32Array, bound: number): number {
  const count = primes.findIndex((p) => p >= bound);
  return count < 0 ? primes.length : count;
}
