import type { ComputeContext } from "../compute_context.ts";
import { extendedGcd } from "./extended_gcd.ts";

/** Thrown if an inverse does not exist, because number and modulus have a common divisor. */
export class NotInvertible extends Error {
  override readonly name = "NotInvertible";
  readonly divisor: bigint;

  constructor(divisor: bigint) {
    super(`The number and the modulus have the common divisor ${divisor}`);
    this.divisor = divisor;
  }
}

/**
 * Predicted seconds of `modInverse` for numbers of at most `bits` bits, on one core of the
 * reference machine. Fitted to measurements from 64 to 165,000 bits.
 */
export function modInverseSeconds(bits: number): number {
  return 1e-6 + 6.5e-8 * bits + 1.5e-12 * bits ** 2;
}

/**
 * The x with a·x ≡ 1 modulo m and 0 ≤ x < m, for an integer m ≥ 1. Throws `NotInvertible` if a and
 * m have a common divisor.
 */
export function modInverse(a: bigint, m: bigint, context?: ComputeContext): bigint {
  const { gcd, x } = extendedGcd(a % m, m, context);
  if (gcd !== 1n) throw new NotInvertible(gcd);
  return x < 0n ? x + m : x % m;
}
