/**
 * Predicted seconds of the greatest common divisor of two integers of at most `bits` bits, on one
 * core of the reference machine. Fitted to measurements from 50 to 50,000 digits.
 */
export function gcdSeconds(bits: number): number {
  return 5e-6 + 4.5e-8 * bits + 2.5e-12 * bits ** 2;
}
