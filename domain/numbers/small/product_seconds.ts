/**
 * Predicted seconds of V8's BigInt for a product of two integers of `bits` bits, for the square of
 * one, or for a power of that length of a short base, on one core of the reference machine. Fitted
 * to measurements from 1,000 to 1,000,000 bits.
 */
export function smallProductSeconds(bits: number): number {
  return 1e-8 + 2.2e-11 * bits ** 1.42;
}

/** Predicted seconds of V8's BigInt for an operation of linear time. */
export function linearSeconds(bits: number): number {
  return 2e-8 + 3e-11 * bits;
}
