import type { ComputeContext } from "../../compute_context.ts";
import { remaindersOf, smallPrimes } from "../small_primes.ts";
import { remainder, wordPower, wordSquareRoot } from "../word_arithmetic.ts";

/** Candidate multipliers: square-free and small. */
const MULTIPLIERS = [
  ...[1, 2, 3, 5, 6, 7, 10, 11, 13, 14, 15, 17, 19, 21, 22, 23, 26, 29, 30, 31, 33, 34, 35, 37, 38],
  ...[39, 41, 42, 43, 46, 47, 51, 53, 55, 57, 58, 59, 61, 62, 65, 66, 67, 69, 70, 71, 73],
];

/** Number of primes used to compare multipliers. */
const JUDGING_PRIMES = 200;

/** Primes between two checkpoints. */
const PRIMES_AT_A_TIME = 256;

/** The primes that can divide sieve values, each with a square root of `product`. */
export interface FactorBase {
  /** The number times its multiplier. */
  readonly product: bigint;
  readonly primes: Int32Array;
  /** √product mod each prime; 0 for 2 and for the primes of the multiplier. */
  readonly roots: Int32Array;
  /** log2 of each prime, rounded. */
  readonly logarithms: Uint8Array;
}

/**
 * A factor base of `size` primes for n, with the multiplier chosen by the Knuth–Schroeppel
 * function.
 */
export function createFactorBase(
  n: bigint,
  size: number,
  context: ComputeContext,
): FactorBase {
  const candidates = oddPrimes(Math.max(size, JUDGING_PRIMES), context);
  const residues = remaindersOf(n, candidates, context);
  const multiplier = bestMultiplier(Number(n % 8n), candidates, residues);
  const primes = new Int32Array(size);
  const roots = new Int32Array(size);
  primes[0] = 2;
  for (let i = 0, count = 1; count < size; i++) {
    if (i % PRIMES_AT_A_TIME === 0) context.checkpoint();
    const p = candidates[i]!;
    const residue = remainder(residues[i]! * multiplier, p);
    if (residue > 0 && !isResidue(residue, p)) continue;
    primes[count] = p;
    roots[count++] = residue === 0 ? 0 : wordSquareRoot(residue, p);
  }
  const logarithms = Uint8Array.from(primes, (p) => Math.round(Math.log2(p)));
  return { product: n * BigInt(multiplier), primes, roots, logarithms };
}

/**
 * The multiplier k with the largest expected contribution of small primes to values of kn, less the
 * growth of the values (Silverman, The multiple polynomial quadratic sieve, 1987).
 */
function bestMultiplier(nModulo8: number, primes: Uint32Array, residues: Uint32Array): number {
  let [best, bestScore] = [1, -Infinity];
  for (const k of MULTIPLIERS) {
    const modulo8 = nModulo8 * k % 8;
    let score = -Math.log(k) / 2;
    if (modulo8 === 1) score += 2 * Math.LN2;
    else if (modulo8 === 5) score += Math.LN2;
    else if (modulo8 % 2 === 1) score += Math.LN2 / 2;
    for (let i = 0; i < JUDGING_PRIMES; i++) {
      const p = primes[i]!;
      const residue = remainder(residues[i]! * k, p);
      if (residue === 0) score += Math.log(p) / p;
      else if (isResidue(residue, p)) score += 2 * Math.log(p) / (p - 1);
    }
    if (score > bestScore) [best, bestScore] = [k, score];
  }
  return best;
}

/** Euler's criterion for an odd prime. */
function isResidue(a: number, p: number): boolean {
  return wordPower(a, (p - 1) / 2, p) === 1;
}

/**
 * Enough odd primes to fill a factor base of `size`: only about half of them are quadratic residues
 * of n.
 */
function oddPrimes(size: number, context: ComputeContext): Uint32Array {
  const count = 2.5 * size + 100;
  const bound = Math.ceil(count * (Math.log(count) + Math.log(Math.log(count))));
  return smallPrimes(bound, context).subarray(1);
}
