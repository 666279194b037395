import type { ComplexVector } from "./complex_vector.ts";
import { LARGEST_LIMB, type Limbs } from "./limbs.ts";
import { type Residues, residuesOf, squaresOf } from "./residues.ts";

/** Euclidean norms of vectors in both rings of a convolution. */
export interface Norms {
  readonly large: number;
  readonly small: number;
}

/**
 * A number's limbs as sequences in both rings of a convolution. The limbs are not written to while
 * it is in use.
 */
export class Folded {
  readonly large: ComplexVector;
  readonly small: ComplexVector;
  /** The largest norms that so many limbs can have; 0 without a small ring. */
  readonly worstNorms: Norms;
  readonly #limbs: Limbs;
  #norms: Norms | undefined;
  #residues: Residues | undefined;

  /** Folds limbs into vectors of a convolution's length. */
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

  /** The norms that the vectors had as they were folded: first asked for before they are changed. */
  get norms(): Norms {
    return this.#norms ??= this.#measure();
  }

  get residues(): Residues {
    return this.#residues ??= residuesOf(this.#limbs);
  }

  get #fitsLargeRing(): boolean {
    return this.#limbs.length <= 2 * this.large.re.length;
  }

  #measure(): Norms {
    const large = this.#fitsLargeRing ? Math.sqrt(squaresOf(this.#limbs)) : norm(this.large);
    return { large, small: norm(this.small) };
  }
}

/** Takes a number's limbs as a polynomial modulo x^2M + 1, where x^M is i. */
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

/** Takes a polynomial of degree below L from the ring modulo x^L + 1 to that modulo x^h + 1. */
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
 * The largest norm that so many limbs can have when folded: the square of a sum of k is at most k
 * times the sum of their squares.
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
