import type { ComputeContext } from "../compute_context.ts";
import type { Interval } from "./interval.ts";

const TERMS_BETWEEN_CHECKPOINTS = 64;

/** artanh(1/n) = Σ 1/((2k+1) n^(2k+1)) for n ≥ 2. */
export function artanhOfReciprocal(n: bigint, bits: number, context: ComputeContext): Interval {
  return reciprocalSeries(n, { bits, alternating: false }, context);
}

/** arctan(1/n) = Σ (−1)^k/((2k+1) n^(2k+1)) for n ≥ 2. */
export function arctanOfReciprocal(n: bigint, bits: number, context: ComputeContext): Interval {
  return reciprocalSeries(n, { bits, alternating: true }, context);
}

/**
 * Powers and quotients are rounded down: a power is low by less than 4/3 units, a term by less than
 * 7/3, and the omitted terms are below 2 units in total. Widening by 3 units per term covers both
 * signs.
 */
function reciprocalSeries(
  n: bigint,
  { bits, alternating }: { readonly bits: number; readonly alternating: boolean },
  context: ComputeContext,
): Interval {
  const square = n * n;
  let sum = 0n;
  let terms = 0;
  for (let power = (1n << BigInt(bits)) / n; power > 0n; power /= square) {
    if (terms % TERMS_BETWEEN_CHECKPOINTS === 0) context.checkpoint();
    const term = power / BigInt(2 * terms + 1);
    sum += alternating && terms % 2 === 1 ? -term : term;
    terms++;
  }
  const error = BigInt(3 * (terms + 1));
  return { lo: alternating ? sum - error : sum, hi: sum + error };
}
