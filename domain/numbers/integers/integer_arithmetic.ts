import { bitLength } from "./bit_length.ts";

/** Number of decimal digits of |n|; 1 for zero. */
export function decimalLength(n: bigint): number {
  const magnitude = n < 0n ? -n : n;
  const estimate = Math.floor((bitLength(magnitude) - 1) * Math.log10(2) * (1 - 1e-12));
  if (estimate < 0) return 1;
  let length = estimate;
  for (let power = 10n ** BigInt(estimate); power <= magnitude; power *= 10n) length++;
  return Math.max(length, 1);
}

/** ⌊a / b⌋ for b > 0. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** ⌈a / b⌉ for b > 0. */
export function ceilDivide(a: bigint, b: bigint): bigint {
  return -floorDivide(-a, b);
}

/** a mod m in [0, m), for m > 0. */
export function modulo(a: bigint, m: bigint): bigint {
  const rest = a % m;
  return rest < 0n ? rest + m : rest;
}

/** The product of integers, by recursive halving so that the factors stay balanced. */
export function productOf(factors: readonly bigint[]): bigint {
  if (factors.length <= 4) return factors.reduce((a, b) => a * b, 1n);
  let level = factors;
  while (level.length > 1) {
    const next: bigint[] = [];
    for (let i = 0; i < level.length; i += 2) next.push(level[i]! * (level[i + 1] ?? 1n));
    level = next;
  }
  return level[0]!;
}

/**
 * The largest v with prime^v | n, for n ≠ 0. Divides by repeated squares, which is fast for large
 * v.
 */
export function valuation(n: bigint, prime: bigint): number {
  if (n % prime !== 0n) return 0;
  const powers = [prime];
  while (n % (powers.at(-1)! ** 2n) === 0n) powers.push(powers.at(-1)! ** 2n);
  let count = 0;
  for (let i = powers.length - 1; i >= 0; i--) {
    if (n % powers[i]! !== 0n) continue;
    n /= powers[i]!;
    count += 2 ** i;
  }
  return count;
}
