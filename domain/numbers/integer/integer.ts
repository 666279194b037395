import type { Limbs } from "../limbs/limbs.ts";

/**
 * An integer of any size: a bigint up to about 1,200 digits, decimal limbs above. Values are
 * immutable, and `IntegerArithmetic` computes with them.
 */
export type Integer = bigint | Limbs;

export interface QuotientAndRemainder {
  readonly quotient: Integer;
  readonly remainder: Integer;
}

/** The integer part of a root, and whether the root is exact. */
export interface Root {
  readonly root: Integer;
  readonly isExact: boolean;
}

/** value = factor^count · cofactor, where the factor does not divide the cofactor. */
export interface RemovedFactor {
  readonly cofactor: Integer;
  readonly count: number;
}
