import { modInverse } from "../integers/mod_inverse.ts";

/** A number as prime^valuation · unit; the unit modulo prime^exponent is computed on demand. */
export interface PrimePart {
  readonly valuation: bigint;
  unit(): bigint;
}

/** The prime part of a quotient. */
export function divideParts(above: PrimePart, below: PrimePart, modulus: bigint): PrimePart {
  return {
    valuation: above.valuation - below.valuation,
    unit: () => above.unit() * modInverse(below.unit(), modulus) % modulus,
  };
}
