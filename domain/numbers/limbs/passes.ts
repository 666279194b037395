import type { ComplexVector } from "./complex_vector.ts";
import { DOUBLES_PER_BLOCK } from "./roots.ts";

/** Adjacent blocks of one size, which fill a vector from `start` to `end` (exclusive). */
export interface Blocks {
  readonly start: number;
  readonly end: number;
  readonly size: number;
  /** Index of the first block within its level. */
  readonly first: number;
}

/**
 * Reduces each block, in C[x]/(x^4q − w⁴), modulo x^q − w, x^q − iw, x^q + w and x^q + iw, one for
 * each quarter: a radix-4 decimation-in-frequency step.
 */
export function forwardPass({ re, im }: ComplexVector, blocks: Blocks, roots: Float64Array): void {
  const { end, size } = blocks;
  const quarter = size >> 2;
  let at = blocks.first * DOUBLES_PER_BLOCK;
  for (let start = blocks.start; start < end; start += size, at += DOUBLES_PER_BLOCK) {
    const w1r = roots[at]!, w1i = roots[at + 1]!;
    const w2r = roots[at + 2]!, w2i = roots[at + 3]!;
    const w3r = roots[at + 4]!, w3i = roots[at + 5]!;
    for (let j0 = start; j0 < start + quarter; j0++) {
      const j1 = j0 + quarter, j2 = j1 + quarter, j3 = j2 + quarter;
      const x1r = re[j1]!, x1i = im[j1]!;
      const x2r = re[j2]!, x2i = im[j2]!;
      const x3r = re[j3]!, x3i = im[j3]!;
      const a0r = re[j0]!, a0i = im[j0]!;
      const a1r = x1r * w1r - x1i * w1i, a1i = x1r * w1i + x1i * w1r;
      const a2r = x2r * w2r - x2i * w2i, a2i = x2r * w2i + x2i * w2r;
      const a3r = x3r * w3r - x3i * w3i, a3i = x3r * w3i + x3i * w3r;
      const sr = a0r + a2r, si = a0i + a2i, dr = a0r - a2r, di = a0i - a2i;
      const tr = a1r + a3r, ti = a1i + a3i, er = a1r - a3r, ei = a1i - a3i;
      re[j0] = sr + tr;
      im[j0] = si + ti;
      re[j1] = dr - ei;
      im[j1] = di + er;
      re[j2] = sr - tr;
      im[j2] = si - ti;
      re[j3] = dr + ei;
      im[j3] = di - er;
    }
  }
}

/** Inverse of `forwardPass`, times 4. */
export function inversePass({ re, im }: ComplexVector, blocks: Blocks, roots: Float64Array): void {
  const { end, size } = blocks;
  const quarter = size >> 2;
  let at = blocks.first * DOUBLES_PER_BLOCK;
  for (let start = blocks.start; start < end; start += size, at += DOUBLES_PER_BLOCK) {
    const w1r = roots[at]!, w1i = roots[at + 1]!;
    const w2r = roots[at + 2]!, w2i = roots[at + 3]!;
    const w3r = roots[at + 4]!, w3i = roots[at + 5]!;
    for (let j0 = start; j0 < start + quarter; j0++) {
      const j1 = j0 + quarter, j2 = j1 + quarter, j3 = j2 + quarter;
      const y0r = re[j0]!, y0i = im[j0]!, y1r = re[j1]!, y1i = im[j1]!;
      const y2r = re[j2]!, y2i = im[j2]!, y3r = re[j3]!, y3i = im[j3]!;
      const sr = y0r + y2r, si = y0i + y2i, dr = y0r - y2r, di = y0i - y2i;
      const tr = y1r + y3r, ti = y1i + y3i, er = y1r - y3r, ei = y1i - y3i;
      const b1r = dr + ei, b1i = di - er;
      const b2r = sr - tr, b2i = si - ti;
      const b3r = dr - ei, b3i = di + er;
      re[j0] = sr + tr;
      im[j0] = si + ti;
      re[j1] = b1r * w1r + b1i * w1i;
      im[j1] = b1i * w1r - b1r * w1i;
      re[j2] = b2r * w2r + b2i * w2i;
      im[j2] = b2i * w2r - b2r * w2i;
      re[j3] = b3r * w3r + b3i * w3i;
      im[j3] = b3i * w3r - b3r * w3i;
    }
  }
}
