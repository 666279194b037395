import type { ComplexVector } from "./complex_vector.ts";
import { DOUBLES_PER_BLOCK } from "./roots.ts";

/** `Blocks` of the last level, whose quarters hold the polynomials to multiply. */
export interface BaseBlocks {
  readonly start: number;
  readonly end: number;
  readonly first: number;
}

/**
 * Multiplies x by y into x, for the four polynomials of four coefficients in each block: in
 * C[x]/(x⁴ − r) for r = w, iw, −w and −iw.
 */
export function multiplyModQuartics(
  { re: xr, im: xi }: ComplexVector,
  { re: yr, im: yi }: ComplexVector,
  blocks: BaseBlocks,
  roots: Float64Array,
): void {
  let root = blocks.first * DOUBLES_PER_BLOCK;
  for (let start = blocks.start; start < blocks.end; start += 16, root += DOUBLES_PER_BLOCK) {
    let rr = roots[root]!, ri = roots[root + 1]!;
    for (let at = start; at < start + 16; at += 4) {
      const a0r = xr[at]!, a1r = xr[at + 1]!, a2r = xr[at + 2]!, a3r = xr[at + 3]!;
      const a0i = xi[at]!, a1i = xi[at + 1]!, a2i = xi[at + 2]!, a3i = xi[at + 3]!;
      const b0r = yr[at]!, b1r = yr[at + 1]!, b2r = yr[at + 2]!, b3r = yr[at + 3]!;
      const b0i = yi[at]!, b1i = yi[at + 1]!, b2i = yi[at + 2]!, b3i = yi[at + 3]!;
      const h0r = a1r * b3r - a1i * b3i + (a2r * b2r - a2i * b2i) + (a3r * b1r - a3i * b1i);
      const h0i = a1r * b3i + a1i * b3r + (a2r * b2i + a2i * b2r) + (a3r * b1i + a3i * b1r);
      const h1r = a2r * b3r - a2i * b3i + (a3r * b2r - a3i * b2i);
      const h1i = a2r * b3i + a2i * b3r + (a3r * b2i + a3i * b2r);
      const h2r = a3r * b3r - a3i * b3i, h2i = a3r * b3i + a3i * b3r;
      xr[at] = a0r * b0r - a0i * b0i + (h0r * rr - h0i * ri);
      xi[at] = a0r * b0i + a0i * b0r + (h0r * ri + h0i * rr);
      xr[at + 1] = a0r * b1r - a0i * b1i + (a1r * b0r - a1i * b0i) + (h1r * rr - h1i * ri);
      xi[at + 1] = a0r * b1i + a0i * b1r + (a1r * b0i + a1i * b0r) + (h1r * ri + h1i * rr);
      xr[at + 2] = a0r * b2r - a0i * b2i + (a1r * b1r - a1i * b1i) + (a2r * b0r - a2i * b0i) +
        (h2r * rr - h2i * ri);
      xi[at + 2] = a0r * b2i + a0i * b2r + (a1r * b1i + a1i * b1r) + (a2r * b0i + a2i * b0r) +
        (h2r * ri + h2i * rr);
      xr[at + 3] = a0r * b3r - a0i * b3i + (a1r * b2r - a1i * b2i) + (a2r * b1r - a2i * b1i) +
        (a3r * b0r - a3i * b0i);
      xi[at + 3] = a0r * b3i + a0i * b3r + (a1r * b2i + a1i * b2r) + (a2r * b1i + a2i * b1r) +
        (a3r * b0i + a3i * b0r);
      const turned = -ri;
      ri = rr;
      rr = turned;
    }
  }
}

/** `multiplyModQuartics` for y = x. */
export function squareModQuartics(
  { re: xr, im: xi }: ComplexVector,
  blocks: BaseBlocks,
  roots: Float64Array,
): void {
  let root = blocks.first * DOUBLES_PER_BLOCK;
  for (let start = blocks.start; start < blocks.end; start += 16, root += DOUBLES_PER_BLOCK) {
    let rr = roots[root]!, ri = roots[root + 1]!;
    for (let at = start; at < start + 16; at += 4) {
      const a0r = xr[at]!, a1r = xr[at + 1]!, a2r = xr[at + 2]!, a3r = xr[at + 3]!;
      const a0i = xi[at]!, a1i = xi[at + 1]!, a2i = xi[at + 2]!, a3i = xi[at + 3]!;
      const d0r = 2 * a0r, d0i = 2 * a0i, d1r = 2 * a1r, d1i = 2 * a1i;
      const d2r = 2 * a2r, d2i = 2 * a2i;
      const h0r = d1r * a3r - d1i * a3i + (a2r * a2r - a2i * a2i);
      const h0i = d1r * a3i + d1i * a3r + d2r * a2i;
      const h1r = d2r * a3r - d2i * a3i, h1i = d2r * a3i + d2i * a3r;
      const h2r = a3r * a3r - a3i * a3i, h2i = 2 * a3r * a3i;
      xr[at] = a0r * a0r - a0i * a0i + (h0r * rr - h0i * ri);
      xi[at] = d0r * a0i + (h0r * ri + h0i * rr);
      xr[at + 1] = d0r * a1r - d0i * a1i + (h1r * rr - h1i * ri);
      xi[at + 1] = d0r * a1i + d0i * a1r + (h1r * ri + h1i * rr);
      xr[at + 2] = d0r * a2r - d0i * a2i + (a1r * a1r - a1i * a1i) + (h2r * rr - h2i * ri);
      xi[at + 2] = d0r * a2i + d0i * a2r + d1r * a1i + (h2r * ri + h2i * rr);
      xr[at + 3] = d0r * a3r - d0i * a3i + (d1r * a2r - d1i * a2i);
      xi[at + 3] = d0r * a3i + d0i * a3r + (d1r * a2i + d1i * a2r);
      const turned = -ri;
      ri = rr;
      rr = turned;
    }
  }
}

/** `multiplyModQuartics` for polynomials of two coefficients, in C[x]/(x² − r). */
export function multiplyModQuadratics(
  { re: xr, im: xi }: ComplexVector,
  { re: yr, im: yi }: ComplexVector,
  blocks: BaseBlocks,
  roots: Float64Array,
): void {
  let root = blocks.first * DOUBLES_PER_BLOCK;
  for (let start = blocks.start; start < blocks.end; start += 8, root += DOUBLES_PER_BLOCK) {
    let rr = roots[root]!, ri = roots[root + 1]!;
    for (let at = start; at < start + 8; at += 2) {
      const a0r = xr[at]!, a0i = xi[at]!, a1r = xr[at + 1]!, a1i = xi[at + 1]!;
      const b0r = yr[at]!, b0i = yi[at]!, b1r = yr[at + 1]!, b1i = yi[at + 1]!;
      const hr = a1r * b1r - a1i * b1i, hi = a1r * b1i + a1i * b1r;
      xr[at] = a0r * b0r - a0i * b0i + (hr * rr - hi * ri);
      xi[at] = a0r * b0i + a0i * b0r + (hr * ri + hi * rr);
      xr[at + 1] = a0r * b1r - a0i * b1i + (a1r * b0r - a1i * b0i);
      xi[at + 1] = a0r * b1i + a0i * b1r + (a1r * b0i + a1i * b0r);
      const turned = -ri;
      ri = rr;
      rr = turned;
    }
  }
}

/** `multiplyModQuadratics` for y = x. */
export function squareModQuadratics(
  { re: xr, im: xi }: ComplexVector,
  blocks: BaseBlocks,
  roots: Float64Array,
): void {
  let root = blocks.first * DOUBLES_PER_BLOCK;
  for (let start = blocks.start; start < blocks.end; start += 8, root += DOUBLES_PER_BLOCK) {
    let rr = roots[root]!, ri = roots[root + 1]!;
    for (let at = start; at < start + 8; at += 2) {
      const a0r = xr[at]!, a0i = xi[at]!, a1r = xr[at + 1]!, a1i = xi[at + 1]!;
      const d0r = 2 * a0r, d0i = 2 * a0i;
      const hr = a1r * a1r - a1i * a1i, hi = 2 * a1r * a1i;
      xr[at] = a0r * a0r - a0i * a0i + (hr * rr - hi * ri);
      xi[at] = d0r * a0i + (hr * ri + hi * rr);
      xr[at + 1] = d0r * a1r - d0i * a1i;
      xi[at + 1] = d0r * a1i + d0i * a1r;
      const turned = -ri;
      ri = rr;
      rr = turned;
    }
  }
}
