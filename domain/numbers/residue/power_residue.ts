import type { ComputeContext } from "../compute_context.ts";
import { bitLength } from "../integers/bit_length.ts";
import type { Rational } from "../integers/rational.ts";
import { modInverse, modInverseSeconds } from "../integers/mod_inverse.ts";
import { modPower } from "../integers/mod_power.ts";
import { modularProductSeconds } from "../integers/modular_product_seconds.ts";

/**
 * The least non-negative residue of base^exponent modulo m ≥ 1. Denominators and bases of negative
 * powers are inverted modulo m. 0^0 is 1. Throws `NotInvertible` with the common divisor if there
 * is no inverse, and a RangeError for a negative power of zero.
 */
export function powerResidue(
  base: Rational,
  exponent: bigint,
  m: bigint,
  context: ComputeContext,
): bigint {
  if (exponent === 0n) return 1n % m;
  if (base.numerator === 0n) {
    if (exponent < 0n) throw new RangeError("Zero has no negative power");
    return 0n;
  }
  const [above, below] = exponent < 0n
    ? [base.denominator, base.numerator]
    : [base.numerator, base.denominator];
  const residue = below === 1n ? above : above * modInverse(below, m, context);
  return modPower(residue, exponent < 0n ? -exponent : exponent, m, context);
}

/** Predicted seconds of `powerResidue`, on one core of the reference machine. */
export function predictPowerResidueSeconds(exponent: bigint, m: bigint): number {
  const bits = bitLength(exponent);
  return 2e-5 + 1.25 * bits * modularProductSeconds(bitLength(m)) +
    modInverseSeconds(bitLength(m));
}
