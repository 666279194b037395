import type { ComputeContext } from "../compute_context.ts";
import type { OutlineTools } from "../outline/outline_tools.ts";
import type { PartialFactorization } from "../integers/factorization.ts";

/** A residue that has not been computed yet. */
export interface ResiduePlan {
  /** Predicted seconds on one core of the reference machine; Infinity where no method is known. */
  readonly seconds: number;
  /** The least non-negative residue. */
  compute(context: ComputeContext): bigint;
}

/** What plans use: tables to keep, the context of the planning itself, and a way to factor the modulus. */
export interface ResidueTools extends Pick<OutlineTools, "unitProducts" | "context"> {
  /** Factors a modulus as far as it can within its own limits. */
  factorize(m: bigint, context: ComputeContext): PartialFactorization;
}

/** A residue that is known. */
export function knownResidue(value: bigint): ResiduePlan {
  return { seconds: 1e-6, compute: () => value };
}
