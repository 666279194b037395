import { modInverse } from "../../numbers/integers/mod.ts";
import type { Fraction } from "./value.ts";
import type { EvaluationTools } from "./tools.ts";

/**
 * The residue of a fraction modulo m ≥ 1. Throws `NotInvertible` if the denominator and m have a
 * common divisor.
 */
export function residueOfFraction(
  { numerator, denominator }: Fraction,
  m: bigint,
  { integers, context }: EvaluationTools,
): bigint {
  const residue = (n: Fraction["numerator"]) =>
    integers.toBigint(integers.quotientAndRemainder(n, m).remainder);
  const above = residue(numerator);
  if (denominator === 1n) return above;
  return above * modInverse(residue(denominator), m, context) % m;
}
