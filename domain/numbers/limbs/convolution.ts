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

export interface CollectOptions {
  /** What the product is multiplied by. */
  readonly times: number;
  /** Called after each pass over a vector. */
  readonly onPass: () => void;
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

  /**
   * Whether rounding finds the coefficients of a product, whatever its rounding errors. Norms are
   * measured only where bounds are not enough, that of y first, which all parts of x share.
   */
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

  /** Writes the number that a product's coefficients stand for, as many limbs as there is room. */
  collect({ large, small }: Folded, limbs: Limbs, { times, onPass }: CollectOptions): void {
    const scales = { large: this.#scale(this.length.large), small: this.#scale(this.length.small) };
    const wrapped = limbs.length - this.length.large;
    if (wrapped > 0) {
      recombine(large, small, { wrapped, scales });
      onPass();
    }
    let [position, carry] = [0, 0];
    const carryOn = (sequence: Float64Array, scale: number) => {
      if (position >= limbs.length) return;
      carry = carryCoefficients(limbs, position, { sequence, scale, times, carry });
      position += sequence.length;
      onPass();
    };
    carryOn(large.re, scales.large);
    carryOn(large.im, scales.large);
    carryOn(small.re, 1);
    carryOn(small.im, 1);
    addAt(limbs, Math.min(position, limbs.length), carry, limbs.length);
  }

  /** By which the numbers of a joined vector become coefficients. */
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
 * From u = c modulo x^L + 1 and v = c modulo x^h + 1 to c = u + (x^L + 1)·w, where w = (v − u)/2
 * modulo x^h + 1, since x^L is 1 there. Leaves u + w in `large`, scaled as it was, and w in `small`,
 * but only for the coefficients that c has beyond x^L: the others of w are 0, and are not written.
 */
function recombine(
  { re, im }: ComplexVector,
  small: ComplexVector,
  { wrapped, scales }: {
    readonly wrapped: number;
    /** By which the vectors' numbers become coefficients. */
    readonly scales: { readonly large: number; readonly small: number };
  },
): void {
  const half = small.re.length;
  const isHalf = re.length === 2 * half;
  const [largeScale, smallScale, rescale] = [scales.large, scales.small, 1 / scales.large];
  for (let from = 0, v = small.re; from < 2 * half; from += half, v = small.im) {
    const end = Math.min(half, wrapped - from);
    for (let j = 0, i = from; j < end; j++, i++) {
      const u = re[i]! * largeScale + ROUNDER - ROUNDER;
      const u1 = im[i]! * largeScale + ROUNDER - ROUNDER;
      let folded = u - u1;
      if (!isHalf) {
        const u2 = re[i + 2 * half]! * largeScale + ROUNDER - ROUNDER;
        const u3 = im[i + 2 * half]! * largeScale + ROUNDER - ROUNDER;
        folded = u - u2 + u1 - u3;
      }
      const w = (v[j]! * smallScale + ROUNDER - ROUNDER - folded) / 2;
      re[i] = (u + w) * rescale;
      v[j] = w;
    }
  }
}
