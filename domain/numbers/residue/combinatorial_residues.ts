import type { PartialFactorization } from "../integers/factorization.ts";
import { knownResidue, type ResiduePlan, type ResidueTools } from "./residue_plan.ts";
import { planProductResidue } from "./product_residue.ts";

/** n! mod m, for n ≥ 0 and m ≥ 1. */
export function planFactorialResidue(n: bigint, m: bigint, tools: ResidueTools): ResiduePlan {
  return planProductResidue({ above: { first: 1n, step: 1n, count: n } }, m, tools);
}

/** n(n−k)(n−2k)… mod m, for n ≥ 0, k ≥ 1 and m ≥ 1. */
export function planMultifactorialResidue(
  n: bigint,
  k: bigint,
  { m, tools }: { readonly m: bigint; readonly tools: ResidueTools },
): ResiduePlan {
  const count = (n + k - 1n) / k;
  const first = n - (count - 1n) * k;
  return planProductResidue({ above: { first, step: k, count } }, m, tools);
}

/** n!/(n−k)! mod m, for n ≥ 0, k ≥ 0 and m ≥ 1. */
export function planPermutationsResidue(
  n: bigint,
  k: bigint,
  { m, tools }: { readonly m: bigint; readonly tools: ResidueTools },
): ResiduePlan {
  if (k > n) return knownResidue(0n);
  return planProductResidue({ above: { first: n - k + 1n, step: 1n, count: k } }, m, tools);
}

/** binomial(n, k) mod m, for any integers n and k and m ≥ 1, by the rules of `binomialValue`. */
export function planBinomialResidue(
  n: bigint,
  k: bigint,
  { m, tools }: { readonly m: bigint; readonly tools: ResidueTools },
): ResiduePlan {
  if (k < 0n || (n >= 0n && k > n)) return knownResidue(0n);
  const top = n < 0n ? k - n - 1n : n;
  const bottom = k < top - k ? k : top - k;
  const plan = planProductResidue(
    {
      above: { first: top - bottom + 1n, step: 1n, count: bottom },
      below: { first: 1n, step: 1n, count: bottom },
    },
    m,
    tools,
  );
  if (n >= 0n || k % 2n === 0n) return plan;
  return {
    seconds: plan.seconds,
    compute: (context) => (m - plan.compute(context)) % m,
  };
}

/** The Catalan number of index n modulo m, for n ≥ 0 and m ≥ 1. */
export function planCatalanResidue(n: bigint, m: bigint, tools: ResidueTools): ResiduePlan {
  if (n === 0n) return knownResidue(1n % m);
  return planProductResidue(
    {
      above: { first: n + 2n, step: 1n, count: n - 1n },
      below: { first: 1n, step: 1n, count: n },
    },
    m,
    tools,
  );
}

/**
 * The multinomial coefficient of integers of at least 0 modulo m ≥ 1, as the product of the binomial
 * coefficients of the partial sums.
 */
export function planMultinomialResidue(
  parts: readonly bigint[],
  m: bigint,
  tools: ResidueTools,
): ResiduePlan {
  let known: PartialFactorization | undefined;
  const factorize = () => known ??= tools.factorize(m, tools.context);
  let sum = 0n;
  const plans = parts.map((part) => {
    sum += part;
    return planBinomialResidue(sum, part, { m, tools: { ...tools, factorize } });
  });
  return {
    seconds: plans.reduce((seconds, plan) => seconds + plan.seconds, 1e-6),
    compute: (context) =>
      plans.reduce((product, plan) => product * plan.compute(context) % m, 1n % m),
  };
}
