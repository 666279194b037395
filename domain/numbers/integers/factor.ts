import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { bitLength } from "./bit_length.ts";
import { sieveSeconds } from "./factor_seconds.ts";
import type { Factorization, PrimeFactor } from "./factorization.ts";
import { isPrime } from "./is_prime.ts";
import { modularProductSeconds } from "./modular_product_seconds.ts";
import { perfectPower } from "./perfect_power.ts";
import { quadraticSieve } from "./quadratic_sieve/quadratic_sieve.ts";
import { rho } from "./rho.ts";
import { trialDivision } from "./trial_division.ts";

export interface FactorOptions {
  /** Composites predicted to take the quadratic sieve longer than this are not factored. */
  readonly maxSeconds?: number;
}

/** Trial division goes up to this. */
const LARGEST_TRIAL_DIVISOR = 1_000_000;

/** Composites below this are factored by Pollard's rho: the sieve is not faster. */
const LARGEST_RHO = 10n ** 18n;

/** Before the sieve, rho gets this share of the sieve's time and at most this many steps. */
const RHO_SHARE = 0.05;
const MOST_RHO_STEPS = 2 ** 18;
const PRODUCTS_PER_STEP = 1.5;

/**
 * The prime factors of an integer n ≥ 1: by trial division to 10^6, as a perfect power, by Pollard's
 * rho and by the quadratic sieve. A composite part that would take the sieve longer than `maxSeconds`
 * is returned as `composite`. Throws a RangeError for n < 1.
 */
export function factor(
  n: bigint,
  context: ComputeContext = NEVER_CANCELLED,
  { maxSeconds = Infinity }: FactorOptions = {},
): Factorization {
  if (n < 1n) throw new RangeError("Only positive integers are factored");
  const { factors: small, rest } = trialDivision(n, LARGEST_TRIAL_DIVISOR, context);
  const found = new Map<bigint, PrimeFactor>(
    small.map(({ prime, exponent }) => [prime, { prime, exponent, certainty: "proven" }]),
  );
  let composite = 1n;
  const pending = rest > 1n ? [{ value: rest, exponent: 1 }] : [];
  for (let part = pending.pop(); part; part = pending.pop()) {
    const { value, exponent } = part;
    const primality = isPrime(value, context);
    if (primality.isPrime) {
      const known = found.get(value);
      const { certainty } = primality;
      const total = known ? known.exponent + exponent : exponent;
      found.set(value, { prime: value, exponent: total, certainty });
      continue;
    }
    const power = perfectPower(value, LARGEST_TRIAL_DIVISOR, context);
    if (power) {
      pending.push({ value: power.base, exponent: exponent * power.exponent });
      continue;
    }
    const divisor = properDivisor(value, maxSeconds, context);
    if (divisor === undefined) composite *= value ** BigInt(exponent);
    else pending.push({ value: divisor, exponent }, { value: value / divisor, exponent });
  }
  const factors = [...found.values()].sort((a, b) => a.prime < b.prime ? -1 : 1);
  return composite === 1n
    ? { factors, composite: null, complete: true }
    : { factors, composite, complete: false };
}

/**
 * A proper divisor of a composite that is not a perfect power; undefined if it would take too long.
 */
function properDivisor(
  n: bigint,
  maxSeconds: number,
  context: ComputeContext,
): bigint | undefined {
  if (n < LARGEST_RHO) return rho(n, Infinity, context);
  const seconds = sieveSeconds(n);
  const rhoSeconds = RHO_SHARE * Math.min(seconds, maxSeconds);
  const stepSeconds = PRODUCTS_PER_STEP * modularProductSeconds(bitLength(n));
  const steps = Math.min(MOST_RHO_STEPS, rhoSeconds / stepSeconds);
  return rho(n, steps, context) ??
    (seconds <= maxSeconds ? quadraticSieve(n, context) : undefined);
}
