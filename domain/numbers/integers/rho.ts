import type { ComputeContext } from "../compute_context.ts";
import { gcd } from "./gcd.ts";

/** Steps between two gcd computations. */
const STEPS_PER_GCD = 128;
const STEPS_PER_CHECKPOINT = 1_024;

/**
 * A proper factor of an odd composite by Pollard's rho with Brent's cycle finding (An improved
 * Monte Carlo factorization algorithm, BIT 20, 1980); undefined if none is found within `maxSteps`.
 * Finding a prime p takes about √p steps.
 */
export function rho(n: bigint, maxSteps: number, context: ComputeContext): bigint | undefined {
  for (let increment = 1n, steps = 0; steps < maxSteps; increment++) {
    let [x, y, saved] = [2n, 2n, 2n];
    let divisor = 1n;
    for (let length = 1; divisor === 1n && steps < maxSteps; length *= 2) {
      x = y;
      for (let i = 0; i < length; i++) {
        if (i % STEPS_PER_CHECKPOINT === 0) context.checkpoint();
        y = (y * y + increment) % n;
      }
      for (let done = 0; divisor === 1n && done < length; done += STEPS_PER_GCD) {
        saved = y;
        let product = 1n;
        for (let i = Math.min(STEPS_PER_GCD, length - done); i > 0; i--) {
          y = (y * y + increment) % n;
          product = product * (x - y) % n;
        }
        context.checkpoint();
        divisor = gcd(product, n);
      }
      steps += 2 * length;
    }
    if (divisor === n) divisor = retraced(n, { x, y: saved, increment });
    if (divisor !== 1n && divisor !== n) return divisor;
  }
  return undefined;
}

/**
 * Repeats the steps of the last product one by one, for when it contains several factors at once.
 */
function retraced(
  n: bigint,
  { x, y: start, increment }: {
    readonly x: bigint;
    readonly y: bigint;
    readonly increment: bigint;
  },
): bigint {
  for (let y = start;;) {
    y = (y * y + increment) % n;
    const divisor = gcd(x - y, n);
    if (divisor !== 1n) return divisor;
  }
}
