import { factorialExponent } from "../integers/prime_exponents.ts";
import type { Limbs } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { integerProduct } from "./integer_product.ts";
import { primesUpTo } from "./primes.ts";

/** Nanoseconds to divide a factor of the numerator by a prime, as in `limbs/costs.ts`. */
const DIVISION = 350;

/** Divisions between two checkpoints. */
const DIVISIONS_AT_A_TIME = 2_048;

/** Sum of 1/p for the primes up to k, less log log k (Mertens). */
const MERTENS = 0.2615;

/**
 * binomial(n, k) for integers n ≥ k ≥ 2, as the product of the k factors of the numerator after the
 * primes of k! have been divided out of them one by one. The product is never divided.
 */
export function strippedBinomial(n: bigint, k: number, multiplier: Multiplier): Limbs {
  const factors = Array.from({ length: k }, (_, i) => n - BigInt(i));
  let count = 0;
  for (const prime of primesUpTo(k, multiplier.meter)) {
    const p = BigInt(prime);
    let owed = factorialExponent(k, prime);
    // Stays within the factors: k consecutive integers contain at least ⌊k/p^i⌋ multiples of p^i.
    for (let i = Number(n % p); owed > 0; i += prime) {
      for (; owed > 0 && factors[i]! % p === 0n; owed--) factors[i]! /= p;
      if (++count % DIVISIONS_AT_A_TIME === 0) {
        multiplier.meter.spend(DIVISION * DIVISIONS_AT_A_TIME);
      }
    }
  }
  const digitsEach = n.toString().length;
  return integerProduct({ count: k, digitsEach, at: (i) => factors[i]! }, multiplier);
}

/** Cost of preparing the factors for multiplication, in nanoseconds, as in `limbs/costs.ts`. */
export function strippingCost(k: number): number {
  return DIVISION * k * (Math.log(Math.log(Math.max(k, 3))) + MERTENS);
}
