import { type ComputeContext, NEVER_CANCELLED } from "../compute_context.ts";
import { bitLength } from "./bit_length.ts";

/** The integer part of a root, and whether the root is exact. */
export interface IntegerRoot {
  readonly root: bigint;
  readonly isExact: boolean;
}

/** Up to this many bits, a double approximates the root to within 1. */
const DOUBLE_BITS = 100;

/**
 * The k-th root of an integer, truncated towards zero: for n ≥ 0, the s with s^k ≤ n < (s + 1)^k.
 * Throws a RangeError for an even root of a negative number and for k < 1.
 */
export function integerRoot(
  n: bigint,
  k: number,
  context: ComputeContext = NEVER_CANCELLED,
): IntegerRoot {
  if (!Number.isSafeInteger(k) || k < 1) throw new RangeError(`Not the degree of a root: ${k}`);
  if (n < 0n && k % 2 === 0) throw new RangeError("Even root of a negative number");
  const radicand = n < 0n ? -n : n;
  const bits = bitLength(radicand);
  const root = k >= bits ? BigInt(radicand > 0n) : floorRoot(radicand, { k, bits, context });
  const isExact = k >= bits ? radicand < 2n : root ** BigInt(k) === radicand;
  return { root: n < 0n ? -root : root, isExact };
}

/**
 * Predicted seconds of `integerRoot` for a radicand of `bits` bits, on one core of the reference
 * machine. Fitted to measurements from 64 to 330,000 bits and degrees from 2 to 1,000.
 */
export function integerRootSeconds(bits: number, k = 2): number {
  const linear = 1e-6 + 2e-9 * bits;
  return k >= bits ? linear : linear + 6e-14 * bits ** 2;
}

interface Degree {
  readonly k: number;
  /** At least the bit length of the radicand. */
  readonly bits: number;
  readonly context: ComputeContext;
}

/**
 * ⌊n^(1/k)⌋ by Newton's method from above: it decreases to the floor, and the first step that does
 * not decrease proves it (Brent and Zimmermann, Modern Computer Arithmetic, algorithm 1.14). The
 * starting value, from the root of the leading part of n, has half of the bits right.
 */
function floorRoot(n: bigint, { k, bits, context }: Degree): bigint {
  const degree = BigInt(k);
  let root = upperBound(n, { k, bits, context });
  while (true) {
    context.checkpoint();
    const next = ((degree - 1n) * root + n / root ** (degree - 1n)) / degree;
    if (next >= root) return root;
    root = next;
  }
}

/** An integer not less than the root. */
function upperBound(n: bigint, { k, bits, context }: Degree): bigint {
  if (bits <= DOUBLE_BITS) return BigInt(Math.ceil(Number(n) ** (1 / k) * (1 + 2 ** -45))) + 1n;
  const shift = Math.floor(bits / (2 * k));
  if (shift === 0) return 1n << BigInt(Math.ceil(bits / k));
  const leading = n >> BigInt(k * shift);
  return (floorRoot(leading, { k, bits: bits - k * shift, context }) + 1n) << BigInt(shift);
}
