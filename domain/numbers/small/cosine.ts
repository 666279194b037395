import type { ComputeContext } from "../compute_context.ts";

const GUARD_BITS = 24;

/**
 * cos x for a fixed-point x in [0, 4), with `bits` binary places in argument and result, off by at
 * most 2 units.
 *
 * The argument is halved r times. The Taylor series of 1 − cos y has fewer than 2^16 terms here,
 * each off by less than 4 units. The formula 1 − cos 2y = 2v(2 − v) for v = 1 − cos y multiplies
 * the error by at most 4 and adds 3 units, for which 2r + 24 more bits are carried.
 */
export function cosine(x: bigint, bits: number, context: ComputeContext): bigint {
  const halvings = 2 + Math.ceil(1.2 * Math.cbrt(bits));
  const guard = 2 * halvings + GUARD_BITS;
  const scale = BigInt(bits + guard);
  // x · 2^−halvings at the working precision; exact, because guard > halvings.
  const y = x << BigInt(guard - halvings);
  const columns = 2 ** Math.ceil(Math.log2(bits / halvings) / 2);
  let versine = versineSeries((y * y) >> scale, { columns, scale, context });
  for (let i = 0; i < halvings; i++) {
    context.checkpoint();
    versine = (versine * ((2n << scale) - versine)) >> (scale - 1n);
  }
  return ((1n << scale) - versine) >> BigInt(guard);
}

/**
 * 1 − cos √s = Σ (−1)^(i−1) s^i/(2i)! in columns of equal i modulo m, a power of two, so that most
 * steps divide by a word (Smith 1989).
 */
function versineSeries(
  s: bigint,
  { columns: m, scale, context }: {
    readonly columns: number;
    readonly scale: bigint;
    readonly context: ComputeContext;
  },
): bigint {
  let step = s;
  for (let i = 1; i < m; i *= 2) {
    context.checkpoint();
    step = (step * step) >> scale;
  }
  const columns = Array<bigint>(m).fill(0n);
  let term = 1n << scale;
  for (let i = 1; term > 0n; i++) {
    context.checkpoint();
    term /= BigInt(2 * i * (2 * i - 1));
    if (i % m === 0) term = (term * step) >> scale;
    columns[i % m]! += i % 2 === 1 ? term : -term;
  }
  return columns.reduceRight((sum, column) => {
    context.checkpoint();
    return ((sum * s) >> scale) + column;
  }, 0n);
}
