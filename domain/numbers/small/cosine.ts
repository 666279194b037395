import type { ComputeContext } from "../compute_context.ts";

const GUARD_BITS = 24;

/**
 * cos x for a fixed-point x in [0, 4), with `bits` binary places in argument and result, off by at
 * most 2 units.
 *
 * The argument is halved r times. The Taylor series of 1 − cos y = y²/2! − y⁴/4! + … has fewer than
 * 2^16 terms here, each rounded down and off by less than 4 units. The formula
 * 1 − cos 2y = 2v(2 − v) for v = 1 − cos y multiplies the error by at most 4 and adds 3 units, for
 * which 2r + 24 more bits are carried.
 */
export function cosine(x: bigint, bits: number, context: ComputeContext): bigint {
  const halvings = 2 + Math.ceil(Math.sqrt(bits) / 2);
  const guard = 2 * halvings + GUARD_BITS;
  const scale = BigInt(bits + guard);
  // x · 2^−halvings at the working precision; exact, because guard > halvings.
  const y = x << BigInt(guard - halvings);
  const square = (y * y) >> scale;
  let term = square >> 1n;
  let versine = 0n;
  for (let i = 3n; term > 0n; i += 2n) {
    context.checkpoint();
    versine += i % 4n === 3n ? term : -term;
    term = ((term * square) >> scale) / (i * (i + 1n));
  }
  for (let i = 0; i < halvings; i++) {
    context.checkpoint();
    versine = (versine * ((2n << scale) - versine)) >> (scale - 1n);
  }
  return ((1n << scale) - versine) >> BigInt(guard);
}
