/** Above this many bits V8 multiplies and divides in less than quadratic time. */
const QUADRATIC_BITS = 10_000;
const FAST_EXPONENT = 1.7;

/**
 * Predicted seconds of a product modulo a number of `bits` bits with V8's BigInt, on one core of
 * the reference machine. Fitted to measurements from 64 to 65,000 bits.
 */
export function modularProductSeconds(bits: number): number {
  const quadratic = Math.min(bits, QUADRATIC_BITS);
  const excess = Math.max(bits / QUADRATIC_BITS, 1);
  return 1e-9 * (80 + 4e-4 * quadratic ** 2) * excess ** FAST_EXPONENT;
}
