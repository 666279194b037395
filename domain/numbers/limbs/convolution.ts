import { carryCoefficients } from "./carry.ts";
import type { ComplexVector } from "./complex_vector.ts";
import type { ConvolutionLength } from "./convolution_length.ts";
import { addAt, LARGEST_LIMB, type Limbs, ROUNDER } from "./limbs.ts";
import type { RingSteps } from "./ring.ts";
import { errorBound, SAFE_ERROR } from "./rounding.ts";
import type { Workspace } from "./workspace.ts";

/** A number's limbs as sequences in both rings of a convolution. */
export interface Folded {
  readonly large: ComplexVector;
  readonly small: ComplexVector | undefined;
  /** Euclidean norms of the vectors as they were folded, or bounds of them. */
  readonly norms: { readonly large: number; readonly small: number };
}

/** From this ring on, bounds of norms are not good enough to bound rounding errors. */
const MEASURED_LENGTH = 2 ** 19;

/** The steps of `Ring.run` in both rings. */
export interface ConvolutionSteps {
  readonly split?: boolean;
  readonly factor?: Folded;
  readonly join?: boolean;
}

/** Products of sequences of limbs that have no more coefficients than a length. */
export class Convolution {
  readonly length: ConvolutionLength;
  readonly #workspace: Workspace;

  constructor(length: ConvolutionLength, workspace: Workspace) {
    this.length = length;
    this.#workspace = workspace;
  }

  /** Puts a number into the memory of one factor. */
  fold(limbs: Limbs, factor: "x" | "y"): Folded {
    const large = this.#workspace.vector(`${factor}Large`, this.length.large);
    foldInto(large, limbs);
    const norms = { large: this.#normOf(large, limbs), small: 0 };
    if (this.length.small === 0) return { large, small: undefined, norms };
    const small = this.#workspace.vector(`${factor}Small`, this.length.small);
    if (limbs.length <= this.length.large) reduceInto(small, large);
    else foldInto(small, limbs);
    norms.small = this.#normOf(small, limbs);
    return { large, small, norms };
  }

  /** Whether rounding finds the coefficients of a product, whatever its rounding errors. */
  isSafe({ norms: x }: Folded, { norms: y }: Folded): boolean {
    const { large, small } = this.length;
    if (this.#errorBound(large, x.large, y.large) >= SAFE_ERROR) return false;
    return small === 0 || this.#errorBound(small, x.small, y.small) < SAFE_ERROR;
  }

  /** Does the steps in both rings; tells of each share that is done, of 1 in all. */
  run(x: Folded, steps: ConvolutionSteps, onShare: (share: number) => void): void {
    const { large, small } = this.length;
    const whole = large + small;
    const { factor, ...others } = steps;
    const inRing = (vector: ComplexVector | undefined): RingSteps =>
      vector ? { ...others, factor: vector } : others;
    this.#workspace.ring(large).run(
      x.large,
      inRing(factor?.large),
      (share) => onShare(share * large / whole),
    );
    if (!x.small) return;
    this.#workspace.ring(small).run(
      x.small,
      inRing(factor?.small),
      (share) => onShare(share * small / whole),
    );
  }

  /**
   * Writes the number that a product's coefficients stand for, as many limbs as there is room; calls
   * `onPass` after each pass over a vector.
   */
  collect({ large, small }: Folded, limbs: Limbs, onPass: () => void): void {
    const largeScale = 1 / this.#workspace.ring(this.length.large).scale;
    if (small) {
      const smallScale = 1 / this.#workspace.ring(this.length.small).scale;
      recombine(large, small, { largeScale, smallScale });
      onPass();
    }
    let [position, carry] = [0, 0];
    const carryOn = (sequence: Float64Array, scale: number) => {
      if (position >= limbs.length) return;
      carry = carryCoefficients(limbs, position, sequence, scale, carry);
      position += sequence.length;
      onPass();
    };
    carryOn(large.re, largeScale);
    carryOn(large.im, largeScale);
    if (small) {
      carryOn(small.re, 1);
      carryOn(small.im, 1);
    }
    addAt(limbs, Math.min(position, limbs.length), carry, limbs.length);
  }

  #errorBound(length: number, normX: number, normY: number): number {
    return errorBound(normX, normY, this.#workspace.ring(length).levels);
  }

  /** The norm of a vector that a number was folded into, or a bound of it. */
  #normOf(vector: ComplexVector, limbs: Limbs): number {
    return this.length.large >= MEASURED_LENGTH
      ? norm(vector)
      : worstNorm(limbs.length, 2 * vector.re.length);
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
 * From u = c modulo x^L + 1 and v = c modulo x^h + 1, where x^L is 1, to c = u + (x^L + 1)·w with
 * w = (v − u)/2 modulo x^h + 1: leaves u + w in `large`, still scaled, and w in `small`.
 */
function recombine(
  { re, im }: ComplexVector,
  small: ComplexVector,
  { largeScale, smallScale }: { readonly largeScale: number; readonly smallScale: number },
): void {
  const half = small.re.length;
  const isHalf = re.length === 2 * half;
  for (let from = 0, v = small.re; from < 2 * half; from += half, v = small.im) {
    for (let j = 0, i = from; j < half; j++, i++) {
      const u = re[i]! * largeScale + ROUNDER - ROUNDER;
      const u1 = im[i]! * largeScale + ROUNDER - ROUNDER;
      let folded = u - u1;
      if (!isHalf) {
        const u2 = re[i + 2 * half]! * largeScale + ROUNDER - ROUNDER;
        const u3 = im[i + 2 * half]! * largeScale + ROUNDER - ROUNDER;
        folded = u - u2 + u1 - u3;
      }
      const w = (v[j]! * smallScale + ROUNDER - ROUNDER - folded) / 2;
      re[i] = (u + w) / largeScale;
      v[j] = w;
    }
  }
}

/**
 * The largest norm that so many limbs can have when folded: the square of a sum of k is at most k
 * times the sum of their squares.
 */
function worstNorm(limbs: number, length: number): number {
  return LARGEST_LIMB * Math.sqrt(limbs * Math.ceil(limbs / length));
}

function norm({ re, im }: ComplexVector): number {
  let [squares, others] = [0, 0];
  for (let j = 0; j < re.length; j++) {
    squares += re[j]! * re[j]!;
    others += im[j]! * im[j]!;
  }
  return Math.sqrt(squares + others);
}
