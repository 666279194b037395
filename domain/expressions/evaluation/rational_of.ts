import type { Rational } from "../../numbers/integers/mod.ts";
import { fractionOf } from "./operands.ts";
import type { Operand } from "./rule.ts";
import type { EvaluationTools } from "./tools.ts";

/** The value of a number in bigints. */
export function rationalOf(operand: Operand, { integers }: EvaluationTools): Rational {
  const { numerator, denominator } = fractionOf(operand);
  return {
    numerator: integers.toBigint(numerator),
    denominator: integers.toBigint(denominator),
  };
}
