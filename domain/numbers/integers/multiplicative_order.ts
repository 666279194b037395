import type { ComputeContext } from "../compute_context.ts";
import { factor } from "./factor.ts";
import { predictTrialDivisionSeconds, sieveSeconds } from "./factor_seconds.ts";
import type { Certainty } from "./is_prime.ts";
import { isPrimeSeconds } from "./is_prime_seconds.ts";
import { lcm } from "./lcm.ts";
import { modPower } from "./mod_power.ts";

/** An order, exact if the prime factors behind it are primes. */
export interface MultiplicativeOrder {
  readonly order: bigint;
  readonly certainty: Certainty;
}

/**
 * The least k ≥ 1 with a^k ≡ 1 modulo m, for coprime a and m ≥ 1; undefined if m, or p − 1 for a
 * prime p of m, could not be factored within `maxSeconds` per composite.
 */
export function multiplicativeOrder(
  a: bigint,
  m: bigint,
  { maxSeconds, context }: { readonly maxSeconds: number; readonly context: ComputeContext },
): MultiplicativeOrder | undefined {
  const { factors, complete } = factor(m, context, { maxSeconds });
  if (!complete) return undefined;
  let order = 1n;
  const used = [...factors];
  for (const { prime, exponent } of factors) {
    const below = factor(prime - 1n, context, { maxSeconds });
    if (!below.complete) return undefined;
    used.push(...below.factors);
    const modulus = prime ** BigInt(exponent);
    const candidates = [...below.factors, { prime, exponent: exponent - 1 }];
    let group = (prime - 1n) * prime ** BigInt(exponent - 1);
    for (const { prime: divisor, exponent: times } of candidates) {
      for (let i = 0; i < times; i++) {
        if (modPower(a, group / divisor, modulus, context) !== 1n % modulus) break;
        group /= divisor;
      }
    }
    order = lcm(order, group, context);
  }
  const isProven = used.every(({ certainty }) => certainty === "proven");
  return { order, certainty: isProven ? "proven" : "probable" };
}

/**
 * Predicted seconds of `multiplicativeOrder` for a modulus of `bits` bits, on one core of the
 * reference machine: trial division and primality tests of the modulus and of p − 1, and the sieve.
 */
export function multiplicativeOrderSeconds(bits: number, maxSeconds: number): number {
  const hardest = 1n << BigInt(Math.max(bits - 1, 0));
  const divisions = predictTrialDivisionSeconds(bits);
  return 2 * (divisions + isPrimeSeconds(hardest)) + Math.min(sieveSeconds(hardest), maxSeconds);
}
