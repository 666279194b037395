import { exactInteger, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { primeProducts } from "./prime_products.ts";
import { productOf } from "../integers/integer_arithmetic.ts";
import { TruncatedProduct } from "./truncated_product.ts";

/**
 * An upper bound on n for n# of at most 10,000 digits: ln n# < 1.01624 n (Rosser and Schoenfeld
 * 1962).
 */
const LARGEST_EXACT = 22_000n;
const SECONDS_PER_INTEGER = 1.5e-8;

/**
 * n#, the product of the primes up to n, for n ≥ 0. Its logarithm is a sum over all primes, which
 * takes time proportional to n; no faster method gives proven digits.
 */
export function primorialValue(n: bigint, tools: OutlineTools): OutlinedValue {
  if (n < 0n) throw new RangeError("A primorial needs an integer of at least 0");
  return n <= LARGEST_EXACT
    ? exactInteger(() => productOf([...primeProducts(n, tools.context)]))
    : largePrimorialValue(n, tools);
}

/** n# from its logarithm and its residues, for n ≥ 5. It ends in a single zero. */
export function largePrimorialValue(n: bigint, tools: OutlineTools): OutlinedValue {
  return {
    kind: "large",
    sign: 1,
    shift: 0n,
    ln: (bits) => {
      const product = new TruncatedProduct(bits, Number(n));
      for (const factor of primeProducts(n, tools.context)) product.multiply(factor);
      return product.ln(tools);
    },
    lastDigits: (count) => {
      const modulus = 10n ** BigInt(count);
      let residue = 1n;
      for (const factor of primeProducts(n, tools.context)) {
        // The first group contains the factor 10.
        const unit = factor % 10n === 0n ? factor / 10n : factor;
        residue = residue * (unit % modulus) % modulus;
      }
      return { zeros: 1n, residue };
    },
    predictSeconds: () => 2 * Number(n) * SECONDS_PER_INTEGER,
  };
}
