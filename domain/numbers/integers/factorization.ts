import type { Primality } from "./is_prime.ts";

/** A prime that divides a number exactly `exponent` times. */
export interface PrimePower {
  readonly prime: bigint;
  readonly exponent: number;
}

/** The prime powers found in a number, and the cofactor without them: 1 if they are all. */
export interface PartialFactorization {
  readonly factors: readonly PrimePower[];
  readonly rest: bigint;
}

/** A prime power, and how its prime is known to be one. */
export interface PrimeFactor extends PrimePower {
  readonly certainty: Primality["certainty"];
}

/** A number as the product of prime powers and of a composite cofactor. */
export interface Factorization {
  /** In ascending order of the primes. */
  readonly factors: readonly PrimeFactor[];
  /** The part that is known to be composite but has not been factored, null if there is none. */
  readonly composite: bigint | null;
  readonly complete: boolean;
}
