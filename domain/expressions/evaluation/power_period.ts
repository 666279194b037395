import { lcmOf } from "../../numbers/integers/mod.ts";
import type { EvaluationTools } from "./tools.ts";

/** x^(e + length) ≡ x^e modulo m for all x and all e ≥ `start`. */
export interface PowerPeriod {
  readonly start: bigint;
  readonly length: bigint;
}

/**
 * The period of powers modulo m: the Carmichael function of m, from the highest exponent of a prime
 * in m. Undefined if m cannot be factored by trial division.
 */
export function periodOfPowers(
  m: bigint,
  { factorize, context }: EvaluationTools,
): PowerPeriod | undefined {
  const { factors, rest } = factorize(m, context);
  if (rest > 1n) return undefined;
  const lengths = factors.map(({ prime, exponent }) => {
    const group = (prime - 1n) * prime ** BigInt(exponent - 1);
    return prime === 2n && exponent > 2 ? group / 2n : group;
  });
  const start = Math.max(0, ...factors.map(({ exponent }) => exponent));
  return { start: BigInt(start), length: lcmOf(lengths) };
}
