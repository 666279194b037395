import {
  type BaseBlocks,
  multiplyQuadratics,
  multiplyQuartics,
  squareQuartics,
} from "./base_products.ts";
import type { ComplexVector } from "./complex_vector.ts";
import { joinBlocks, splitBlocks } from "./passes.ts";
import type { Roots } from "./roots.ts";

/** Blocks up to this many complex numbers stay in the innermost cache, level after level. */
const CACHED_BLOCK = 1_024;

/** Longer vectors are reported block by block, each of them about a millisecond's work. */
const REPORTED_BLOCK = 65_536;

/** What is done with a vector, in this order. */
export interface RingSteps {
  /** Take it into the transformed ring. */
  readonly split?: boolean;
  /** Multiply it there by a vector that has been split; by itself is a squaring. */
  readonly factor?: ComplexVector;
  /** Take it back, but for a factor `scale`. */
  readonly join?: boolean;
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

  /** What a vector that was split and joined is multiplied by. */
  get scale(): number {
    return 4 ** this.levels;
  }

  /** Does the steps; tells of each share that is done, of 1 in all, and of passes in between. */
  run(vector: ComplexVector, steps: RingSteps, onShare: (share: number) => void): void {
    this.#block(vector, steps, onShare, 0, this.#length, 0, 0);
    if (this.#length <= REPORTED_BLOCK) onShare(1);
  }

  #block(
    vector: ComplexVector,
    steps: RingSteps,
    onShare: (share: number) => void,
    start: number,
    size: number,
    level: number,
    first: number,
  ): void {
    if (size <= CACHED_BLOCK) {
      this.#cachedBlock(vector, steps, start, size, level, first);
      return;
    }
    const roots = this.#roots.level(level);
    const blocks = { start, end: start + size, size, first };
    if (steps.split) splitBlocks(vector, blocks, roots);
    if (size > REPORTED_BLOCK) onShare(0);
    for (let i = 0, quarter = size >> 2; i < 4; i++) {
      this.#block(vector, steps, onShare, start + i * quarter, quarter, level + 1, 4 * first + i);
    }
    if (steps.join) joinBlocks(vector, blocks, roots);
    const isShare = size <= REPORTED_BLOCK && 4 * size > REPORTED_BLOCK && size < this.#length;
    if (isShare || size > REPORTED_BLOCK) onShare(isShare ? size / this.#length : 0);
  }

  #cachedBlock(
    vector: ComplexVector,
    { split, factor, join }: RingSteps,
    start: number,
    length: number,
    level: number,
    first: number,
  ): void {
    const end = start + length;
    let size = length;
    for (; size > this.#base; size >>= 2, level++, first <<= 2) {
      if (split) splitBlocks(vector, { start, end, size, first }, this.#roots.level(level));
    }
    size <<= 2;
    level--;
    first >>= 2;
    if (factor) this.#multiplyBases(vector, factor, { start, end, first }, level);
    if (!join) return;
    for (; size <= length; size <<= 2, level--, first >>= 2) {
      joinBlocks(vector, { start, end, size, first }, this.#roots.level(level));
    }
  }

  #multiplyBases(x: ComplexVector, y: ComplexVector, blocks: BaseBlocks, level: number): void {
    const roots = this.#roots.level(level);
    if (this.#base === 2) multiplyQuadratics(x, y, blocks, roots);
    else if (x === y) squareQuartics(x, blocks, roots);
    else multiplyQuartics(x, y, blocks, roots);
  }
}
