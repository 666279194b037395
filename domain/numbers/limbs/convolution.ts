import { carryCoefficients } from "./carry.ts";
import type { ComplexVector } from "./complex_vector.ts";
import type { ConvolutionLength } from "./convolution_length.ts";
import { Folded, type Norms } from "./folded.ts";
import { addAt, type Limbs, ROUNDER } from "./limbs.ts";
import { errorBound, SAFE_ERROR } from "./rounding.ts";
import type { Workspace } from "./workspace.ts";

/** The steps of `Ring.run` in both rings. */
export interface ConvolutionSteps {
  readonly split: readonly Folded[];
  readonly multiply: readonly { readonly x: Folded; readonly y: Folded }[];
  readonly join: readonly Folded[];
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
    return new Folded(
      limbs,
      this.#workspace.vector(`${factor}Large`, this.length.large),
      this.#workspace.vector(`${factor}Small`, this.length.small),
    );
  }

  /** Whether rounding finds the coefficients of a product, whatever its rounding errors. */
  isSafe(x: Folded, y: Folded): boolean {
    return this.#areSafe(x.worstNorms, y.worstNorms) ||
      this.#areSafe(x.worstNorms, y.norms) ||
      this.#areSafe(x.norms, y.norms);
  }

  /** Does the steps in both rings; tells of each share that is done, of 1 in all. */
  run({ split, multiply, join }: ConvolutionSteps, onShare: (share: number) => void): void {
    const whole = this.length.large + this.length.small;
    for (const ring of ["large", "small"] as const) {
      const length = this.length[ring];
      if (length === 0) continue;
      const steps = {
        split: split.map((folded) => folded[ring]),
        multiply: multiply.map(({ x, y }) => ({ x: x[ring], y: y[ring] })),
        join: join.map((folded) => folded[ring]),
      };
      this.#workspace.ring(length).run(steps, (share) => onShare(share * length / whole));
    }
  }

  /**
   * Writes a multiple of the number that a product's coefficients stand for, as many limbs as there
   * is room; calls `onPass` after each pass over a vector.
   */
  collect({ large, small }: Folded, times: number, limbs: Limbs, onPass: () => void): void {
    const [scale, smallScale] = [this.#scale(this.length.large), this.#scale(this.length.small)];
    if (limbs.length > this.length.large) {
      recombine(large, small, limbs.length - this.length.large, scale, smallScale);
      onPass();
    }
    let [position, carry] = [0, 0];
    const carryOn = (sequence: Float64Array, per: number) => {
      if (position >= limbs.length) return;
      carry = carryCoefficients(limbs, position, { sequence, scale: per, times, carry });
      position += sequence.length;
      onPass();
    };
    carryOn(large.re, 1 / scale);
    carryOn(large.im, 1 / scale);
    carryOn(small.re, 1);
    carryOn(small.im, 1);
    addAt(limbs, Math.min(position, limbs.length), carry, limbs.length);
  }

  #scale(length: number): number {
    return length === 0 ? 1 : this.#workspace.ring(length).scale;
  }

  #areSafe(x: Norms, y: Norms): boolean {
    return this.#isSafe(this.length.large, x.large * y.large) &&
      (this.length.small === 0 || this.#isSafe(this.length.small, x.small * y.small));
  }

  #isSafe(length: number, norms: number): boolean {
    return errorBound(norms, this.#workspace.ring(length).levels) < SAFE_ERROR;
  }
}

/**
 * From u = c modulo x^L + 1 and v = c modulo x^h + 1, where x^L is 1, to c = u + (x^L + 1)·w with
 * w = (v − u)/2 modulo x^h + 1: leaves u + w in `large`, still scaled, and w in `small`, of which only
 * so many coefficients are not 0 as went beyond x^L.
 */
function recombine(
  { re, im }: ComplexVector,
  small: ComplexVector,
  wrapped: number,
  largeScale: number,
  smallScale: number,
): void {
  const half = small.re.length;
  const isHalf = re.length === 2 * half;
  const [perLarge, perSmall] = [1 / largeScale, 1 / smallScale];
  for (let from = 0, v = small.re; from < 2 * half; from += half, v = small.im) {
    const end = Math.min(half, wrapped - from);
    for (let j = 0, i = from; j < end; j++, i++) {
      const u = re[i]! * perLarge + ROUNDER - ROUNDER;
      const u1 = im[i]! * perLarge + ROUNDER - ROUNDER;
      let folded = u - u1;
      if (!isHalf) {
        const u2 = re[i + 2 * half]! * perLarge + ROUNDER - ROUNDER;
        const u3 = im[i + 2 * half]! * perLarge + ROUNDER - ROUNDER;
        folded = u - u2 + u1 - u3;
      }
      const w = (v[j]! * perSmall + ROUNDER - ROUNDER - folded) / 2;
      re[i] = (u + w) * largeScale;
      v[j] = w;
    }
  }
}
