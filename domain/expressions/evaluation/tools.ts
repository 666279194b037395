import { createIntegerArithmetic, type IntegerArithmetic } from "../../numbers/integer/mod.ts";
import {
  createOutlineTables,
  type OutlineContext,
  type OutlineTools,
} from "../../numbers/outline/mod.ts";
import { type ResidueTools, trialFactorization } from "../../numbers/residue/mod.ts";
import { createPrimality, type Primality } from "./primality.ts";

/** A larger modulus is factored in the compute isolate only: trial division takes too long. */
const LARGEST_PLANNED_MODULUS = 2n ** 32n;

/** The arithmetic and the tables of one evaluation. */
export interface EvaluationTools extends OutlineTools, ResidueTools {
  readonly context: OutlineContext;
  readonly integers: IntegerArithmetic;
  readonly maxDigits: number;
  readonly primality: Primality;
  /** How many moduli were left unfactored because planning has no time for them. */
  unfactored(): number;
}

export interface EvaluationOptions {
  readonly maxDigits: number;
  readonly primality?: Primality;
}

export function evaluationTools(
  context: OutlineContext,
  { maxDigits, primality = createPrimality() }: EvaluationOptions,
): EvaluationTools {
  return {
    ...context.outlineTables ?? createOutlineTables(),
    context,
    integers: createIntegerArithmetic(context),
    factorize: trialFactorization,
    maxDigits,
    primality,
    unfactored: () => 0,
  };
}

/** Tools that do not factor long moduli. */
export function planningTools(
  context: OutlineContext,
  options: EvaluationOptions,
): EvaluationTools {
  let unfactored = 0;
  return {
    ...evaluationTools(context, options),
    factorize(m) {
      if (m <= LARGEST_PLANNED_MODULUS) return trialFactorization(m, context);
      unfactored++;
      return { factors: [], rest: m };
    },
    unfactored: () => unfactored,
  };
}
