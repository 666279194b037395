import type { ComputeContext } from "../compute_context.ts";
import { extendedGcd } from "./extended_gcd.ts";

/** x ≡ `residue` modulo `modulus`. */
export interface Congruence {
  readonly residue: bigint;
  readonly modulus: bigint;
}

/** Thrown for congruences that contradict each other modulo a common divisor of two moduli. */
export class NoSolution extends Error {
  override readonly name = "NoSolution";
}

/**
 * The least non-negative solution of a list of congruences, modulo the least common multiple of
 * their moduli, each at least 1 and not necessarily coprime. Throws `NoSolution` if there is none.
 */
export function chineseRemainder(
  congruences: readonly Congruence[],
  context?: ComputeContext,
): Congruence {
  return congruences.reduce<Congruence>(
    (known, next) => combined(known, next, context),
    { residue: 0n, modulus: 1n },
  );
}

/**
 * Predicted seconds of `chineseRemainder` for moduli of `bits` bits in total, on one core of the
 * reference machine. An upper bound for few moduli; fitted to measurements with 2 to 1,000 of them.
 */
export function chineseRemainderSeconds(bits: number): number {
  return 1e-6 + 8e-8 * bits + 5e-13 * bits ** 2;
}

function combined(a: Congruence, b: Congruence, context?: ComputeContext): Congruence {
  const { gcd, x } = extendedGcd(a.modulus, b.modulus, context);
  const difference = b.residue - a.residue;
  if (difference % gcd !== 0n) {
    throw new NoSolution(`The congruences contradict each other modulo ${gcd}`);
  }
  const step = b.modulus / gcd;
  const modulus = a.modulus * step;
  const residue = (a.residue + a.modulus * (difference / gcd * x % step)) % modulus;
  return { residue: residue < 0n ? residue + modulus : residue, modulus };
}
