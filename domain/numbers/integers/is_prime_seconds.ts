import { bitLength } from "./bit_length.ts";
import { modularProductSeconds } from "./modular_product_seconds.ts";

/** Products per bit: a strong test takes one, a strong Lucas test two, and 13 strong tests 15. */
const PRODUCTS_PER_BIT = { proof: 15, bailliePsw: 3 };

/** Primality is proven up to this many bits. */
const PROVEN_BITS = 81;

/** Seconds to find the primes up to 1,000 and the remainders modulo them. */
const TRIAL_DIVISION = 5e-5;

/** Predicted seconds of `isPrime` for a prime, on one core of the reference machine. */
export function isPrimeSeconds(n: bigint): number {
  const bits = bitLength(n < 0n ? -n : n);
  const { proof, bailliePsw } = PRODUCTS_PER_BIT;
  const products = bits * (bits <= PROVEN_BITS ? proof : bailliePsw);
  return TRIAL_DIVISION + products * modularProductSeconds(bits);
}

/**
 * Gap between primes that is predicted for, in mean gaps. Gaps are distributed exponentially, nearly:
 * one in 1,800 is three times as long as this (Cramér).
 */
const PREDICTED_GAP = 2.5;

/**
 * Predicted seconds of `nextPrime` and `prevPrime`, on one core of the reference machine, for a gap
 * that few exceed; its mean is 0.7 n for n bits. After sieving by the primes up to `bound`, one
 * number in 1.78 · ln(bound) remains to be tested to base 2 (Mertens).
 */
export function nextPrimeSeconds(n: bigint): number {
  const bits = Math.max(64, bitLength(n < 0n ? -n : n));
  const bound = Math.min(2e6, bits ** 2 / 10);
  const tests = PREDICTED_GAP * Math.LN2 * bits / (1.78 * Math.log(bound));
  const sieve = bound * (2e-8 + 1e-11 * bits);
  return sieve + tests * bits * modularProductSeconds(bits) + isPrimeSeconds(n);
}
