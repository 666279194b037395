import type { Meter } from "../meter.ts";
import { linearSeconds } from "./product_seconds.ts";

const OPERATIONS_AT_A_TIME = 4_096;

/**
 * S(n, k) for n > k ≥ 1 as the complete symmetric polynomial of degree n − k in 1, …, k: column by
 * column of the triangle, S(n, k) = k · S(n − 1, k) + S(n − 1, k − 1).
 */
export function stirling2Triangle(n: number, k: number, meter: Meter): bigint {
  const degree = n - k;
  const column = Array<bigint>(degree + 1).fill(1n);
  const nanoseconds = operationSeconds(n, k) * 1e9;
  let operations = 0;
  for (let i = 2n; i <= k; i++) {
    for (let j = 1; j <= degree; j++) {
      column[j]! += i * column[j - 1]!;
      if (++operations % OPERATIONS_AT_A_TIME === 0) {
        meter.spend(OPERATIONS_AT_A_TIME * nanoseconds);
      }
    }
  }
  return column[degree]!;
}

/** Predicted seconds of `stirling2Triangle`, on one core of the reference machine. */
export function stirling2TriangleSeconds(n: number, k: number): number {
  return k * (n - k) * operationSeconds(n, k);
}

/** Seconds of one product and sum, of numbers with half as many bits as the largest on average. */
function operationSeconds(n: number, k: number): number {
  return linearSeconds((n - k) * Math.log2(k));
}
