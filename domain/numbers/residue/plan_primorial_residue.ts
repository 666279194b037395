import { bitLength } from "../integers/bit_length.ts";
import { primeProducts } from "../outline/prime_products.ts";
import { knownResidue, type ResiduePlan, type ResidueTools } from "./residue_plan.ts";

const SECONDS_PER_INTEGER = 1e-8;

/** Products predicted to be faster than this are computed without factoring the modulus. */
const SHORT_SECONDS = 2e-3;

/**
 * n# mod m, for n ≥ 0 and m ≥ 1: 0 if m is a product of different primes up to n, otherwise by a
 * product over all primes.
 */
export function planPrimorialResidue(n: bigint, m: bigint, tools: ResidueTools): ResiduePlan {
  const seconds = 1e-6 + Number(n) * (SECONDS_PER_INTEGER + 1e-12 * bitLength(m));
  if (seconds > SHORT_SECONDS && dividesPrimorial(m, n, tools)) return knownResidue(0n);
  return {
    seconds,
    compute: (context) => {
      let product = 1n % m;
      for (const factor of primeProducts(n, context)) {
        if (product === 0n) return 0n;
        product = product * (factor % m) % m;
      }
      return product;
    },
  };
}

/** Whether m is known to divide n#. */
function dividesPrimorial(m: bigint, n: bigint, { factorize, context }: ResidueTools): boolean {
  const { factors, rest } = factorize(m, context);
  return rest === 1n && factors.every(({ prime, exponent }) => exponent === 1 && prime <= n);
}
