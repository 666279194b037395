import fc from "fast-check";
import {
  BASE,
  LARGEST_LIMB,
  type Limbs,
  trimLeadingZeros,
} from "../../../../domain/numbers/limbs/limbs.ts";

/**
 * Distribution of limbs: uniform, all at one extreme, or extremes of alternating or random sign.
 */
export type Shape = "even" | "high" | "low" | "alternating" | "random";

export const SHAPES: readonly Shape[] = ["even", "high", "low", "alternating", "random"];

/** Integers of any sign with up to `longest` limbs. */
export function arbitraryLimbs(longest: number): fc.Arbitrary<Limbs> {
  return fc.record({
    length: fc.integer({ min: 0, max: longest }),
    shape: fc.constantFrom(...SHAPES),
    seed: fc.integer(),
  }).map(({ length, shape, seed }) => limbsOf(length, shape, seed));
}

/** An integer of `length` limbs, the same for the same seed. */
export function limbsOf(length: number, shape: Shape, seed = 1): Limbs {
  const random = xorshift(seed);
  const limbs = Int16Array.from({ length }, (_, i) => {
    if (shape === "even") return Math.floor(random() * (BASE + 1)) - LARGEST_LIMB;
    if (shape === "alternating") return i % 2 === 0 ? LARGEST_LIMB : -LARGEST_LIMB;
    const isHigh = shape === "high" || (shape === "random" && random() < 0.5);
    return isHigh ? LARGEST_LIMB : -LARGEST_LIMB;
  });
  return trimLeadingZeros(limbs);
}

/** The integer that limbs represent. */
export function bigintOf(limbs: Limbs): bigint {
  if (limbs.length === 0) return 0n;
  if (limbs.length === 1) return BigInt(limbs[0]!);
  const half = limbs.length >> 1;
  return bigintOf(limbs.subarray(0, half)) +
    bigintOf(limbs.subarray(half)) * BigInt(BASE) ** BigInt(half);
}

function xorshift(seed: number): () => number {
  let state = (seed | 0) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
