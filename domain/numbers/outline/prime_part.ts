import { modInverse } from "../integers/mod_inverse.ts";

/** A number as prime^valuation · unit, with the unit modulo prime^exponent computed when it is needed. */
export interface PrimePart {
  readonly valuation: bigint;
  unit(): bigint;
}

/** The part of a quotient. */
export function divideParts(above: PrimePart, below: PrimePart, modulus: bigint): PrimePart {
  return {
    valuation: above.valuation - below.valuation,
    unit: () => above.unit() * modInverse(below.unit(), modulus) % modulus,
  };
}
