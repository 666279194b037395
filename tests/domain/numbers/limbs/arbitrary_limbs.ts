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

/** The number of limbs whose integer is exact as a double. */
const LIMBS_OF_SAFE_INTEGER = 3;

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
  const next = limbsOfShape(shape, xorshift(seed));
  const limbs = new Int16Array(length);
  for (let i = 0; i < length; i++) limbs[i] = next(i);
  return trimLeadingZeros(limbs);
}

function limbsOfShape(shape: Shape, random: () => number): (i: number) => number {
  switch (shape) {
    case "even":
      return () => Math.floor(random() * (BASE + 1)) - LARGEST_LIMB;
    case "high":
      return () => LARGEST_LIMB;
    case "low":
      return () => -LARGEST_LIMB;
    case "alternating":
      return (i) => i % 2 === 0 ? LARGEST_LIMB : -LARGEST_LIMB;
    case "random":
      return () => random() < 0.5 ? LARGEST_LIMB : -LARGEST_LIMB;
  }
}

/** The integer that limbs represent. */
export function bigintOf(limbs: Limbs): bigint {
  let base = BigInt(BASE) ** BigInt(LIMBS_OF_SAFE_INTEGER);
  let values = safeIntegersOf(limbs);
  while (values.length > 1) {
    const pairs: bigint[] = [];
    for (let i = 0; i < values.length; i += 2) {
      pairs.push(values[i]! + (values[i + 1] ?? 0n) * base);
    }
    values = pairs;
    base *= base;
  }
  return values[0] ?? 0n;
}

function safeIntegersOf(limbs: Limbs): bigint[] {
  const values: bigint[] = [];
  for (let i = 0; i < limbs.length; i += LIMBS_OF_SAFE_INTEGER) {
    const [a, b = 0, c = 0] = limbs.subarray(i, i + LIMBS_OF_SAFE_INTEGER);
    values.push(BigInt((c * BASE + b) * BASE + a!));
  }
  return values;
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
