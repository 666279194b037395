import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { modulo } from "./integer_arithmetic.ts";
import { jacobi } from "./jacobi.ts";
import { withoutTwos } from "./without_twos.ts";

/**
 * The Kronecker symbol (a/n) of any two integers: the Jacobi symbol for odd n > 0 and the Legendre
 * symbol for an odd prime n, extended by (a/2), (a/−1) and (a/0) (Cohen, A Course in Computational
 * Algebraic Number Theory, section 1.4.2).
 */
export function kronecker(
  a: bigint,
  n: bigint,
  context: ComputeContext = NEVER_CANCELLED,
): -1 | 0 | 1 {
  if (n === 0n) return a === 1n || a === -1n ? 1 : 0;
  if (n % 2n === 0n && a % 2n === 0n) return 0;
  const { odd, twos } = withoutTwos(n < 0n ? -n : n);
  const residue = modulo(a, 8n);
  const ofTwos = twos % 2 === 1 && (residue === 3n || residue === 5n) ? -1 : 1;
  const ofSign = n < 0n && a < 0n ? -1 : 1;
  const symbol = jacobi(a, odd, context);
  return ofSign === ofTwos ? symbol : 0 - symbol as -1 | 0 | 1;
}

/**
 * Predicted seconds of `kronecker` for integers of at most `bits` bits, on one core of the
 * reference machine. Fitted to measurements from 64 to 330,000 bits.
 */
export function kroneckerSeconds(bits: number): number {
  return 5e-7 + 1e-8 * bits + 1.8e-10 * bits ** 2;
}
