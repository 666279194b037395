import { bitLength } from "../integers/bit_length.ts";
import { primeProducts } from "../outline/prime_products.ts";
import type { ResiduePlan } from "./residue_plan.ts";

const SECONDS_PER_INTEGER = 1e-8;

/** n# mod m, for n ≥ 0 and m ≥ 1, by a product over the primes. */
export function planPrimorialResidue(n: bigint, m: bigint): ResiduePlan {
  return {
    seconds: 1e-6 + Number(n) * (SECONDS_PER_INTEGER + 1e-12 * bitLength(m)),
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
