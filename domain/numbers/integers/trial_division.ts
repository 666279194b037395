import type { ComputeContext } from "../compute_context.ts";
import type { PartialFactorization, PrimePower } from "./factorization.ts";
import { valuation } from "./integer_arithmetic.ts";
import { remaindersOf, smallPrimes } from "./small_primes.ts";

/** Primes tried before checking whether the cofactor is 1 or a prime. */
const PRIMES_AT_A_TIME = 2_048;

/**
 * Divides an integer n ≥ 1 by the primes up to `bound`. A cofactor not above the square of the
 * largest divisor tried is a prime and is returned as a factor.
 */
export function trialDivision(
  n: bigint,
  bound: number,
  context: ComputeContext,
): PartialFactorization {
  const largest = Math.min(bound, Math.ceil(Math.sqrt(Number(n))) + 1);
  const candidates = smallPrimes(largest, context);
  const factors: PrimePower[] = [];
  let rest = n;
  for (let from = 0; from < candidates.length && rest > 1n; from += PRIMES_AT_A_TIME) {
    const some = candidates.subarray(from, from + PRIMES_AT_A_TIME);
    const remainders = remaindersOf(rest, some, context);
    for (let i = remainders.indexOf(0); i >= 0; i = remainders.indexOf(0, i + 1)) {
      const prime = BigInt(some[i]!);
      const exponent = valuation(rest, prime);
      rest /= prime ** BigInt(exponent);
      factors.push({ prime, exponent });
    }
    const isLast = from + PRIMES_AT_A_TIME >= candidates.length;
    const tried = BigInt(isLast ? largest : some.at(-1)!);
    if (rest > 1n && rest <= tried * tried) {
      factors.push({ prime: rest, exponent: 1 });
      rest = 1n;
    }
  }
  return { factors, rest };
}
