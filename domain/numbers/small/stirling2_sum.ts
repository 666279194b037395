import type { Meter } from "../meter.ts";
import { smallFactorial } from "./factorial.ts";
import { linearSeconds, smallProductSeconds } from "./product_seconds.ts";

/**
 * S(n, k) for n ≥ k ≥ 1 as Σ (−1)^(k−j) C(k, j) j^n / k!, where one power of an odd m serves all
 * j = m · 2^i.
 */
export function stirling2Sum(n: number, k: number, meter: Meter): bigint {
  const coefficients = binomialRow(k, meter);
  const cost = 1e9 * stirling2SumSeconds(n, k) / Math.ceil(k / 2);
  let sum = 0n;
  for (let odd = 1; odd <= k; odd += 2) {
    const power = BigInt(odd) ** BigInt(n);
    for (let j = odd, shift = 0; j <= k; j *= 2, shift += n) {
      meter.checkpoint();
      const coefficient = coefficients[Math.min(j, k - j)]!;
      const term = (coefficient * power) << BigInt(shift);
      sum = (k - j) % 2 === 0 ? sum + term : sum - term;
    }
    meter.spend(cost);
  }
  return sum / smallFactorial(k);
}

/** Predicted seconds of `stirling2Sum`, on one core of the reference machine. */
export function stirling2SumSeconds(n: number, k: number): number {
  const bits = n * Math.log2(k) + 1;
  const powers = k / 2 * smallProductSeconds(bits);
  const products = k * (2e-8 + 2.5e-13 * k * bits);
  return 5e-7 + powers + products + 2 * k * linearSeconds(bits);
}

/** C(k, 0), …, C(k, ⌊k/2⌋). */
function binomialRow(k: number, meter: Meter): bigint[] {
  const row = [1n];
  for (let j = 1; 2 * j <= k; j++) {
    meter.checkpoint();
    row.push(row[j - 1]! * BigInt(k - j + 1) / BigInt(j));
  }
  return row;
}
