import { bitLength } from "./bit_length.ts";
import { modularProductSeconds } from "./modular_product_seconds.ts";

/** Products for each bit: a strong test takes one, a strong Lucas test two; 13 tests take 15. */
const PRODUCTS_PER_BIT = { proof: 15, bailliePsw: 3 };

/** Bits up to which primality is proven. */
const PROVEN_BITS = 81;

/** Seconds of the primes up to 1,000 and their remainders. */
const TRIAL_DIVISION = 5e-5;

/** Predicted seconds of `isPrime` for a prime, on one core of the reference machine. */
export function isPrimeSeconds(n: bigint): number {
  const bits = bitLength(n < 0n ? -n : n);
  const { proof, bailliePsw } = PRODUCTS_PER_BIT;
  const products = bits * (bits <= PROVEN_BITS ? proof : bailliePsw);
  return TRIAL_DIVISION + products * modularProductSeconds(bits);
}

/**
 * Predicted seconds of `nextPrime` and `prevPrime` for a gap of mean length, 0.7 n for n bits, on one
 * core of the reference machine. A test
 * of base 2 remains for one in 1.78 · ln(bound) numbers after a sieve up to b²/10 (Mertens).
 */
export function nextPrimeSeconds(n: bigint): number {
  const bits = Math.max(64, bitLength(n < 0n ? -n : n));
  const bound = Math.min(2e6, bits ** 2 / 10);
  const tests = Math.LN2 * bits / (1.78 * Math.log(bound));
  const sieve = bound * (2e-8 + 1e-11 * bits);
  return sieve + tests * bits * modularProductSeconds(bits) + isPrimeSeconds(n);
}
