import type { ComplexVector } from "./complex_vector.ts";
import { LARGEST_LIMB, type Limbs } from "./limbs.ts";
import { type Residues, residuesOf, sumOfSquares } from "./residues.ts";

/** Euclidean norms of the vectors in both rings of a convolution. */
export interface Norms {
  readonly large: number;
  readonly small: number;
}

/**
 * A number's limbs, reduced to both rings of a convolution. Norms and residues are computed when
 * first used, so the limbs must not change meanwhile.
 */
export class FoldedLimbs {
  readonly large: ComplexVector;
  readonly small: ComplexVector;
  /** Upper bounds of the norms for any number with as many limbs; 0 without a small ring. */
  readonly worstNorms: Norms;
  readonly #limbs: Limbs;
  #norms: Norms | undefined;
  #residues: Residues | undefined;

  /** Overwrites the vectors, which must have the lengths of the rings. */
  constructor(limbs: Limbs, large: ComplexVector, small: ComplexVector) {
    this.#limbs = limbs;
    this.large = large;
    this.small = small;
    foldInto(large, limbs);
    if (this.#fitsLargeRing) reduceInto(small, large);
    else if (small.re.length > 0) foldInto(small, limbs);
    this.worstNorms = {
      large: worstNorm(limbs.length, 2 * large.re.length),
      small: worstNorm(limbs.length, 2 * small.re.length),
    };
  }

  /**
   * Norms of the folded vectors. Must be read before the first transform, which overwrites them.
   */
  get norms(): Norms {
    return this.#norms ??= this.#measure();
  }

  /** Residues of the number, for checking products. */
  get residues(): Residues {
    return this.#residues ??= residuesOf(this.#limbs);
  }

  get #fitsLargeRing(): boolean {
    return this.#limbs.length <= 2 * this.large.re.length;
  }

  #measure(): Norms {
    const large = this.#fitsLargeRing ? Math.sqrt(sumOfSquares(this.#limbs)) : norm(this.large);
    return { large, small: norm(this.small) };
  }
}

/** Reduces limbs, as a polynomial in x, modulo x^2M + 1; re and im hold its halves (x^M is i). */
function foldInto({ re, im }: ComplexVector, limbs: Limbs): void {
  const half = re.length;
  for (const [part, target] of [re, im].entries()) {
    const limbsOfPart = limbs.subarray(part * half, (part + 1) * half);
    target.set(limbsOfPart);
    target.fill(0, limbsOfPart.length);
  }
  for (let from = 2 * half, part = 2; from < limbs.length; from += half, part++) {
    const target = part % 2 === 0 ? re : im;
    const sign = part % 4 < 2 ? 1 : -1;
    const count = Math.min(half, limbs.length - from);
    for (let j = 0; j < count; j++) target[j]! += sign * limbs[from + j]!;
  }
}

/** Reduces a polynomial of degree below L, held in the large ring, modulo x^h + 1. */
function reduceInto(small: ComplexVector, { re, im }: ComplexVector): void {
  const half = small.re.length;
  const isHalf = re.length === 2 * half;
  for (const [from, target] of [[0, small.re], [half, small.im]] as const) {
    for (let j = 0, i = from; j < half; j++, i++) {
      target[j] = isHalf
        ? re[i]! - im[i]!
        : re[i]! - re[i + 2 * half]! + im[i]! - im[i + 2 * half]!;
    }
  }
}

/**
 * Upper bound of the norm of folded limbs: by Cauchy and Schwarz, the square of a sum of k numbers
 * is at most k times the sum of their squares.
 */
function worstNorm(limbs: number, length: number): number {
  if (length === 0) return 0;
  return LARGEST_LIMB * Math.sqrt(limbs * Math.ceil(limbs / length));
}

function norm({ re, im }: ComplexVector): number {
  let r0 = 0, r1 = 0, i0 = 0, i1 = 0;
  for (let j = 0; j < re.length; j += 2) {
    r0 += re[j]! * re[j]!;
    r1 += re[j + 1]! * re[j + 1]!;
    i0 += im[j]! * im[j]!;
    i1 += im[j + 1]! * im[j + 1]!;
  }
  return Math.sqrt(r0 + r1 + i0 + i1);
}
