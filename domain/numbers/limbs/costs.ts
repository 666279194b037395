import type { ConvolutionLength } from "./convolution_length.ts";

/**
 * Nanoseconds of the steps of multiplication on one machine. What counts is their proportion: it
 * decides between methods, and is what progress is measured in. `bench/thresholds.ts` measures them.
 */
const TRANSFORM = 0.57;
const COEFFICIENT = 2;
const CONVOLUTION = 1_200;
const COLUMN = 5;
const LIMB_PRODUCT = 1;

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
  return length === 0 ? 0 : length * Math.log2(length);
}
