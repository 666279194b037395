import type { ComputeContext } from "../compute_context.ts";
import type { OutlineTools } from "../outline/outline_tools.ts";
import type { PartialFactorization } from "../integers/factorization.ts";

/** A residue that has not been computed yet. */
export interface ResiduePlan {
  /** Predicted seconds on one core of the reference machine; Infinity if no method is known. */
  readonly seconds: number;
  /** The least non-negative residue. */
  compute(context: ComputeContext): bigint;
}

/**
 * The tables that plans reuse, the context of planning, and a function that factors the modulus.
 */
export interface ResidueTools extends Pick<OutlineTools, "unitProducts" | "context"> {
  /** Factors a modulus as far as its own limits allow. */
  factorize(m: bigint, context: ComputeContext): PartialFactorization;
}

/** A plan for a residue that is already known. */
export function knownResidue(value: bigint): ResiduePlan {
  return { seconds: 1e-6, compute: () => value };
}
