import {
  type BaseBlocks,
  multiplyQuadratics,
  multiplyQuartics,
  squareQuadratics,
  squareQuartics,
} from "./base_products.ts";
import type { ComplexVector } from "./complex_vector.ts";
import { joinBlocks, splitBlocks } from "./passes.ts";
import type { Roots } from "./roots.ts";

/** Blocks up to this many complex numbers stay in the innermost cache, level after level. */
const CACHED_BLOCK = 1_024;

/** Longer vectors are reported block by block, half a millisecond's work for each transform. */
const REPORTED_BLOCK = 65_536;

/** What is done with vectors, in this order; all of it block by block. */
export interface RingSteps {
  /** Vectors to take into the transformed ring. */
  readonly split: readonly ComplexVector[];
  /** Vectors to multiply there, x by y into x, in this order; y = x is a squaring. */
  readonly multiply: readonly { readonly x: ComplexVector; readonly y: ComplexVector }[];
  /** Vectors to take back, but for their `scale`. */
  readonly join: readonly ComplexVector[];
}

/**
 * Products of real sequences modulo x^2M + 1, by a floating-point Fourier transform.
 *
 * A sequence of 2M real numbers is held as M complex ones, c[j] = x[j] + i·x[j+M], which multiply as
 * polynomials of the ring C[x]/(x^M − i) (the right-angle convolution). That ring is split by
 * x^4q − w⁴ = (x^q − w)(x^q − iw)(x^q + w)(x^q + iw) level by level (Bernstein's tree without
 * twisting: the roots are constants of a block), depth first so that blocks are finished while they
 * are in the cache, down to polynomials of 2 or 4 coefficients. These are multiplied directly.
 */
export class Ring {
  readonly #length: number;
  readonly #base: 2 | 4;
  readonly #roots: Roots;
  /** How many times the ring is split into four. */
  readonly levels: number;

  /** For M = 2^bits complex numbers, at least 8. */
  constructor(bits: number, roots: Roots) {
    this.#length = 1 << bits;
    this.#base = bits % 2 === 0 ? 4 : 2;
    this.#roots = roots;
    this.levels = (bits - 1) >> 1;
  }

  /** What the numbers of a vector that was split and joined are to be multiplied by. */
  get scale(): number {
    return 4 ** -this.levels;
  }

  /** Does the steps; tells of each share that is done, of 1 in all, and of passes in between. */
  run(steps: RingSteps, onShare: (share: number) => void): void {
    this.#block(steps, onShare, 0, this.#length, 0, 0);
    if (this.#length <= REPORTED_BLOCK) onShare(1);
  }

  #block(
    steps: RingSteps,
    onShare: (share: number) => void,
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
    for (const vector of steps.split) {
      splitBlocks(vector, blocks, roots);
      if (size > REPORTED_BLOCK) onShare(0);
    }
    for (let i = 0, quarter = size >> 2; i < 4; i++) {
      this.#block(steps, onShare, start + i * quarter, quarter, level + 1, 4 * first + i);
    }
    for (const vector of steps.join) {
      joinBlocks(vector, blocks, roots);
      if (size > REPORTED_BLOCK) onShare(0);
    }
    const isShare = size <= REPORTED_BLOCK && 4 * size > REPORTED_BLOCK && size < this.#length;
    if (isShare) onShare(size / this.#length);
  }

  #cachedBlock(
    { split, multiply, join }: RingSteps,
    start: number,
    length: number,
    topLevel: number,
    topFirst: number,
  ): void {
    const end = start + length;
    let [size, level, first] = [length, topLevel, topFirst];
    for (; size > this.#base; size >>= 2, level++, first <<= 2) {
      const blocks = { start, end, size, first };
      for (const vector of split) splitBlocks(vector, blocks, this.#roots.level(level));
    }
    size <<= 2;
    level--;
    first >>= 2;
    for (const { x, y } of multiply) this.#multiplyBases(x, y, { start, end, first }, level);
    for (; size <= length; size <<= 2, level--, first >>= 2) {
      const blocks = { start, end, size, first };
      for (const vector of join) joinBlocks(vector, blocks, this.#roots.level(level));
    }
  }

  #multiplyBases(x: ComplexVector, y: ComplexVector, blocks: BaseBlocks, level: number): void {
    const roots = this.#roots.level(level);
    const [square, multiply] = this.#base === 2
      ? [squareQuadratics, multiplyQuadratics]
      : [squareQuartics, multiplyQuartics];
    if (x === y) square(x, blocks, roots);
    else multiply(x, y, blocks, roots);
  }
}
