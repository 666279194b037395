import type { Certainty } from "./is_prime.ts";

/** A prime that divides a number exactly `exponent` times. */
export interface PrimePower {
  readonly prime: bigint;
  readonly exponent: number;
}

/**
 * The prime powers found in a number, and the remaining cofactor: 1 if the factorization is
 * complete.
 */
export interface PartialFactorization {
  readonly factors: readonly PrimePower[];
  readonly rest: bigint;
}

/** A prime power, and whether its prime is proven or probable. */
export interface PrimeFactor extends PrimePower {
  readonly certainty: Certainty;
}

/** A number as a product of prime powers and a composite cofactor. */
export interface Factorization {
  /** In ascending order of the primes. */
  readonly factors: readonly PrimeFactor[];
  /** The part known to be composite but not factored; null if there is none. */
  readonly composite: bigint | null;
  readonly complete: boolean;
}
