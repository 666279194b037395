import { bitLength } from "../integers/bit_length.ts";

/** log10 of x! for x ≥ 0, by Stirling's series: to 10 digits, for predictions. */
export function log10Factorial(x: number): number {
  if (x < 8) return log10Factorial(x + 1) - Math.log10(x + 1);
  const correction = 1 / (12 * x) - 1 / (360 * x ** 3);
  return (x * (Math.log(x) - 1) + Math.log(2 * Math.PI * x) / 2 + correction) * Math.LOG10E;
}

/** log10 of n!/(n − k)! for 0 ≤ k ≤ n, without cancellation if k is small compared with n. */
export function log10Falling(n: bigint, k: number): number {
  const top = Number(n);
  return top === Infinity || k < top / 1e6
    ? k * log10(n)
    : log10Factorial(top) - log10Factorial(top - k);
}

/** log10 of a positive integer; beyond 10^308, log10 of the next larger power of two. */
export function log10(n: bigint): number {
  const value = Number(n);
  return value < Infinity ? Math.log10(value) : bitLength(n) * Math.log10(2);
}
