import {
  type BaseBlocks,
  multiplyModQuadratics,
  multiplyModQuartics,
  squareModQuadratics,
  squareModQuartics,
} from "./base_products.ts";
import type { ComplexVector } from "./complex_vector.ts";
import { forwardPass, inversePass } from "./passes.ts";
import type { Roots } from "./roots.ts";

/**
 * Blocks of up to this many complex numbers fit into the L1 cache and are processed level by level.
 */
const CACHED_BLOCK = 1_024;

/** Longer vectors report progress by blocks of this many numbers, 0.5 ms for each transform. */
const REPORTED_BLOCK = 65_536;

/** Operations on vectors, done in this order within each block. */
export interface RingSteps {
  /** Vectors to transform. */
  readonly forward: readonly ComplexVector[];
  /** Pairs of transformed vectors: multiplies x by y into x, in this order; y = x is a squaring. */
  readonly multiply: readonly { readonly x: ComplexVector; readonly y: ComplexVector }[];
  /** Vectors to transform back; the result is to be multiplied by `Ring.scale`. */
  readonly inverse: readonly ComplexVector[];
}

/**
 * Products of real sequences modulo x^2M + 1, by a floating-point Fourier transform.
 *
 * A sequence of 2M real numbers is held as M complex numbers, c[j] = x[j] + i·x[j+M], and
 * multiplied as a polynomial in C[x]/(x^M − i) (right-angle convolution). That ring is split level
 * by level by x^4q − w⁴ = (x^q − w)(x^q − iw)(x^q + w)(x^q + iw) (Bernstein's tree without
 * twisting: the roots are constant within a block), down to polynomials of 2 or 4 coefficients,
 * which are multiplied directly. The recursion is depth first, so that blocks are finished while
 * they are in the cache.
 */
export class Ring {
  readonly #length: number;
  readonly #base: 2 | 4;
  readonly #roots: Roots;
  /** Number of times that the ring is split into four. */
  readonly levels: number;

  /** A ring of M = 2^bits complex numbers, bits ≥ 3. */
  constructor(bits: number, roots: Roots) {
    this.#length = 1 << bits;
    this.#base = bits % 2 === 0 ? 4 : 2;
    this.#roots = roots;
    this.levels = (bits - 1) >> 1;
  }

  /** Factor that turns the numbers of an inverse transform into coefficients. */
  get scale(): number {
    return 4 ** -this.levels;
  }

  /** Runs the steps; reports completed shares, which add up to 1, and 0 after passes in between. */
  run(steps: RingSteps, onProgress: (share: number) => void): void {
    this.#block(steps, onProgress, 0, this.#length, 0, 0);
    if (this.#length <= REPORTED_BLOCK) onProgress(1);
  }

  #block(
    steps: RingSteps,
    onProgress: (share: number) => void,
    start: number,
    size: number,
    level: number,
    first: number,
  ): void {
    if (size <= CACHED_BLOCK) {
      this.#cachedBlock(steps, start, size, level, first);
      return;
    }
    const roots = this.#roots.level(level);
    const blocks = { start, end: start + size, size, first };
    for (const vector of steps.forward) {
      forwardPass(vector, blocks, roots);
      if (size > REPORTED_BLOCK) onProgress(0);
    }
    for (let i = 0, quarter = size >> 2; i < 4; i++) {
      this.#block(steps, onProgress, start + i * quarter, quarter, level + 1, 4 * first + i);
    }
    for (const vector of steps.inverse) {
      inversePass(vector, blocks, roots);
      if (size > REPORTED_BLOCK) onProgress(0);
    }
    const isShare = size <= REPORTED_BLOCK && 4 * size > REPORTED_BLOCK && size < this.#length;
    if (isShare) onProgress(size / this.#length);
  }

  #cachedBlock(
    { forward, multiply, inverse }: RingSteps,
    start: number,
    length: number,
    topLevel: number,
    topFirst: number,
  ): void {
    const end = start + length;
    let [size, level, first] = [length, topLevel, topFirst];
    for (; size > this.#base; size >>= 2, level++, first <<= 2) {
      const blocks = { start, end, size, first };
      for (const vector of forward) forwardPass(vector, blocks, this.#roots.level(level));
    }
    size <<= 2;
    level--;
    first >>= 2;
    for (const { x, y } of multiply) this.#multiplyBases(x, y, { start, end, first }, level);
    for (; size <= length; size <<= 2, level--, first >>= 2) {
      const blocks = { start, end, size, first };
      for (const vector of inverse) inversePass(vector, blocks, this.#roots.level(level));
    }
  }

  #multiplyBases(x: ComplexVector, y: ComplexVector, blocks: BaseBlocks, level: number): void {
    const roots = this.#roots.level(level);
    const [square, multiply] = this.#base === 2
      ? [squareModQuadratics, multiplyModQuadratics]
      : [squareModQuartics, multiplyModQuartics];
    if (x === y) square(x, blocks, roots);
    else multiply(x, y, blocks, roots);
  }
}
