import type { ConvolutionLength } from "./convolution_length.ts";

/*
 * Costs of the steps of a multiplication in nanoseconds, as `bench/thresholds.ts` measured them on
 * one core of the reference machine. Only the ratios matter for choosing methods and for progress;
 * predicted times are multiplied by the slowdown factor of this machine.
 */

const TRANSFORM_NS = 0.57;
const COEFFICIENT_NS = 2;
const CONVOLUTION_NS = 1_200;
const COLUMN_NS = 5;
const LIMB_PRODUCT_NS = 1;

/**
 * Nanoseconds for one transform in both rings: proportional to M · log2 M for M complex numbers.
 */
export function transformCost({ large, small }: ConvolutionLength): number {
  return TRANSFORM_NS * (nLog2n(large / 2) + nLog2n(small / 2));
}

/** Nanoseconds for a convolution's steps other than transforms. */
export function coefficientCost({ large, small }: ConvolutionLength): number {
  return CONVOLUTION_NS + COEFFICIENT_NS * (large + small);
}

/** Nanoseconds for a schoolbook product of x by y limbs. */
export function schoolbookCost(x: number, y: number): number {
  return COLUMN_NS * (x + y) + LIMB_PRODUCT_NS * x * y;
}

function nLog2n(length: number): number {
  return length === 0 ? 0 : length * Math.log2(length);
}
