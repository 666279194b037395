import { NEVER_CANCELLED } from "../compute_context.ts";
import { primesUpTo } from "../large/primes.ts";
import { Meter } from "../meter.ts";
import type { ComputeContext } from "../compute_context.ts";
import { remainder } from "./word_arithmetic.ts";

/** Words between two checkpoints. */
const WORDS_AT_A_TIME = 1_024;

/** The primes up to a bound of at least 2. */
export function smallPrimes(bound: number, context: ComputeContext = NEVER_CANCELLED): Uint32Array {
  return primesUpTo(bound, new Meter(context));
}

/**
 * The remainders of an integer n ≥ 0 modulo primes below 2^26. Primes are grouped into products
 * below 2^53, and n is divided once per group.
 */
export function remaindersOf(
  n: bigint,
  primes: Uint32Array,
  context: ComputeContext = NEVER_CANCELLED,
): Uint32Array {
  const remainders = new Uint32Array(primes.length);
  for (let i = 0, words = 0; i < primes.length; words++) {
    if (words % WORDS_AT_A_TIME === 0) context.checkpoint();
    let [word, end] = [1, i];
    while (end < primes.length && word * primes[end]! <= Number.MAX_SAFE_INTEGER) {
      word *= primes[end++]!;
    }
    const rest = Number(n % BigInt(word));
    for (; i < end; i++) remainders[i] = remainder(rest, primes[i]!);
  }
  return remainders;
}
