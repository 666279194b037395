import type { ComputeContext } from "../compute_context.ts";
import { integerRoot } from "../integers/integer_root.ts";

/** Each term of the series adds this many bits. */
const BITS_PER_TERM = 47.11;
const GUARD_BITS = 16;

/** Up to this many terms are added without a checkpoint. */
const LEAF = 32;

/** Σ of the terms from a to b as T/Q, with the factor P/Q of the terms after them. */
interface Split {
  readonly p: bigint;
  readonly q: bigint;
  readonly t: bigint;
}

/**
 * π with `bits` binary places, off by at most 2 units, by binary splitting of the series of
 * D. and G. Chudnovsky (1988): π = 426880 √10005 · Q/T.
 */
export function piBySplitting(bits: number, context: ComputeContext): bigint {
  const places = BigInt(bits + GUARD_BITS);
  const { q, t } = split(0, Math.ceil(Number(places) / BITS_PER_TERM) + 1, context);
  const { root } = integerRoot(10_005n << (2n * places), 2, context);
  context.checkpoint();
  return (426_880n * root * q / t) >> BigInt(GUARD_BITS);
}

function split(from: number, to: number, context: ComputeContext): Split {
  if (to - from === 1) return term(BigInt(from));
  if (to - from > LEAF) context.checkpoint();
  const middle = (from + to) >> 1;
  const [low, high] = [split(from, middle, context), split(middle, to, context)];
  return { p: low.p * high.p, q: low.q * high.q, t: low.t * high.q + low.p * high.t };
}

function term(k: bigint): Split {
  if (k === 0n) return { p: 1n, q: 1n, t: 13_591_409n };
  const p = -(6n * k - 5n) * (2n * k - 1n) * (6n * k - 1n);
  const q = k ** 3n * 10_939_058_860_032_000n;
  return { p, q, t: p * (13_591_409n + 545_140_134n * k) };
}
