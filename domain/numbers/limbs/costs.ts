import type { ConvolutionLength } from "./convolution_length.ts";

/**
 * Nanoseconds of the steps of multiplication on one machine. What counts is their proportion: it
 * decides between methods, and is what progress is measured in. `bench/thresholds.ts` measures them.
 */
const TRANSFORM = 0.6;
const BEYOND_CACHE = 1.25;
const COEFFICIENT = 3;
const CONVOLUTION = 1_000;
const COLUMN = 1;
const LIMB_PRODUCT = 1.45;

/** Complex numbers that the second cache holds. */
const CACHED = 2 ** 15;

/** One of the transforms of a convolution: M · log2 M for M complex numbers. */
export function transformCost({ large, small }: ConvolutionLength): number {
  return TRANSFORM * (work(large / 2) + work(small / 2));
}

/** What a convolution takes besides its transforms. */
export function coefficientCost({ large, small }: ConvolutionLength): number {
  return CONVOLUTION + COEFFICIENT * (large + small);
}

/** A product of so many by so many limbs, column by column. */
export function schoolbookCost(x: number, y: number): number {
  return COLUMN * (x + y) + LIMB_PRODUCT * x * y;
}

function work(length: number): number {
  if (length === 0) return 0;
  return length * Math.log2(length) * (length > CACHED ? BEYOND_CACHE : 1);
}
