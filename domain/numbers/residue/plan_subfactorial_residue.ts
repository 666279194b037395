import { bitLength } from "../integers/bit_length.ts";
import { modularProductSeconds } from "../integers/modular_product_seconds.ts";
import type { ResiduePlan, ResidueTools } from "./residue_plan.ts";
import { subfactorialResidue } from "./subfactorial_residue.ts";

/** Sums of fewer terms than this are computed without factoring the modulus. */
const FEW_TERMS = 10_000n;

/** !n mod m, for n ≥ 0 and m ≥ 1. */
export function planSubfactorialResidue(n: bigint, m: bigint, tools: ResidueTools): ResiduePlan {
  const terms = countTerms(n, m, tools);
  return {
    seconds: 1e-6 + Number(terms) * predictTermSeconds(bitLength(n), bitLength(m)),
    compute: (context) => subfactorialResidue(n, m, context),
  };
}

/**
 * An upper bound on the least i with n(n−1)…(n−i+1) ≡ 0 modulo m: for a prime power q^a the product
 * has a multiples of q after (n mod q) + (a − 1) q + 1 factors.
 */
function countTerms(n: bigint, m: bigint, { factorize, context }: ResidueTools): bigint {
  const most = n < m ? n : m;
  if (most <= FEW_TERMS) return most;
  const { factors, rest } = factorize(m, context);
  const terms = factors.map(({ prime, exponent }) => n % prime + BigInt(exponent - 1) * prime + 1n);
  const longest = [...terms, rest > 1n ? n % rest + 1n : 0n].reduce((a, b) => a > b ? a : b);
  return longest < most ? longest : most;
}

/** A residue times a factor that may be much shorter. */
function predictTermSeconds(factorBits: number, modulusBits: number): number {
  return 5e-8 + 3e-10 * modulusBits + modularProductSeconds(Math.min(factorBits, modulusBits));
}
