import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { log10 } from "../large/log10_gamma.ts";
import { divisorCount } from "./divisors.ts";
import type { PrimePower } from "./factorization.ts";

/**
 * The sum of the k-th powers of the divisors of a positive integer with these prime powers, for an
 * integer k ≥ 0.
 */
export function sigma(
  factors: readonly PrimePower[],
  k: number,
  context: ComputeContext = NEVER_CANCELLED,
): bigint {
  if (k === 0) return divisorCount(factors);
  let product = 1n;
  for (const { prime, exponent } of factors) {
    context.checkpoint();
    const power = prime ** BigInt(k);
    context.checkpoint();
    product *= (power ** BigInt(exponent + 1) - 1n) / (power - 1n);
  }
  return product;
}

/**
 * Predicted seconds of `sigma` for a number of `bits` bits, on one core of the reference machine,
 * without its factorization. Fitted to measurements of results from 100 to 20,000,000 bits.
 */
export function sigmaSeconds(bits: number, k: number): number {
  const resultBits = bits * (k + 1);
  return 3e-7 + 1.8e-10 * resultBits ** 1.34;
}

/**
 * Upper bound on the digits of `sigma` for n ≥ 1: σ_0(n) ≤ 2√n, σ_1(n) ≤ n (1 + ln n) and
 * σ_k(n) < ζ(2) n^k for k ≥ 2.
 */
export function sigmaDigits(n: bigint, k: number): number {
  const ln = log10(n) * Math.LN10;
  if (k === 0) return digits(Math.LN2 + ln / 2);
  return k === 1 ? digits(ln + Math.log(1 + ln)) : digits(k * ln + Math.log(Math.PI ** 2 / 6));
}

function digits(ln: number): number {
  return Math.floor(ln * Math.LOG10E * (1 + 1e-12)) + 1;
}
