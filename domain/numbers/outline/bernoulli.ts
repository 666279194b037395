import type { ComputeContext } from "../compute_context.ts";

/** |B_2j| as a fraction, not in lowest terms. */
export interface BernoulliNumber {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * |B_2|, |B_4|, …, |B_2count| from the tangent numbers: |B_2j| = 2j · T_j / (4^j (4^j − 1)) (Brent and
 * Harvey, Fast computation of Bernoulli, tangent and secant numbers, 2013, algorithm 2). Exact.
 */
export function bernoulliNumbers(count: number, context: ComputeContext): BernoulliNumber[] {
  const tangent: bigint[] = [0n, 1n];
  for (let k = 2; k <= count; k++) tangent[k] = BigInt(k - 1) * tangent[k - 1]!;
  for (let k = 2; k <= count; k++) {
    context.checkpoint();
    for (let j = k; j <= count; j++) {
      tangent[j] = BigInt(j - k) * tangent[j - 1]! + BigInt(j - k + 2) * tangent[j]!;
    }
  }
  return Array.from({ length: count }, (_, i) => {
    const j = i + 1;
    const power = 1n << BigInt(2 * j);
    return { numerator: BigInt(2 * j) * tangent[j]!, denominator: power * (power - 1n) };
  });
}
