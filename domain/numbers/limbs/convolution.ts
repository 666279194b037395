import { propagateCarries } from "./carry.ts";
import type { ComplexVector } from "./complex_vector.ts";
import type { ConvolutionLength } from "./convolution_length.ts";
import { FoldedLimbs, type Norms } from "./folded_limbs.ts";
import { addAt, type Limbs, ROUNDER } from "./limbs.ts";
import { errorBound, SAFE_ERROR } from "./rounding.ts";
import type { Workspace } from "./workspace.ts";

/** The steps of `Ring.run`, for both rings. */
export interface ConvolutionSteps {
  readonly forward: readonly FoldedLimbs[];
  readonly multiply: readonly { readonly x: FoldedLimbs; readonly y: FoldedLimbs }[];
  readonly inverse: readonly FoldedLimbs[];
}

export interface WriteOptions {
  /** Integer to multiply the product by. */
  readonly times: number;
  /** Called after each pass over a vector. */
  readonly onPass: () => void;
}

/** Multiplies sequences of limbs whose product has at most `length` coefficients. */
export class Convolution {
  readonly length: ConvolutionLength;
  readonly #workspace: Workspace;

  constructor(length: ConvolutionLength, workspace: Workspace) {
    this.length = length;
    this.#workspace = workspace;
  }

  /** Copies a number into the workspace's memory for factor x or y, reduced to both rings. */
  fold(limbs: Limbs, factor: "x" | "y"): FoldedLimbs {
    return new FoldedLimbs(
      limbs,
      this.#workspace.vector(`${factor}Large`, this.length.large),
      this.#workspace.vector(`${factor}Small`, this.length.small),
    );
  }

  /**
   * Whether the error bound guarantees that rounding yields the exact coefficients of x · y. Norms
   * are computed only if their worst-case bounds do not suffice; that of y first, since it is
   * shared by all parts of x.
   */
  isSafe(x: FoldedLimbs, y: FoldedLimbs): boolean {
    return this.#areSafe(x.worstNorms, y.worstNorms) ||
      this.#areSafe(x.worstNorms, y.norms) ||
      this.#areSafe(x.norms, y.norms);
  }

  /** Runs the steps in both rings; reports completed shares, which add up to 1. */
  run({ forward, multiply, inverse }: ConvolutionSteps, onProgress: (share: number) => void): void {
    const whole = this.length.large + this.length.small;
    for (const ring of ["large", "small"] as const) {
      const length = this.length[ring];
      if (length === 0) continue;
      const steps = {
        forward: forward.map((folded) => folded[ring]),
        multiply: multiply.map(({ x, y }) => ({ x: x[ring], y: y[ring] })),
        inverse: inverse.map((folded) => folded[ring]),
      };
      this.#workspace.ring(length).run(steps, (share) => onProgress(share * length / whole));
    }
  }

  /**
   * Rounds a product's coefficients, propagates carries and fills `limbs`, which holds the product.
   */
  writeLimbs({ large, small }: FoldedLimbs, limbs: Limbs, { times, onPass }: WriteOptions): void {
    const scales = { large: this.#scale(this.length.large), small: this.#scale(this.length.small) };
    const wrapped = limbs.length - this.length.large;
    if (wrapped > 0) {
      recombine(large, small, { wrapped, scales });
      onPass();
    }
    let [position, carry] = [0, 0];
    const carryOn = (sequence: Float64Array, scale: number) => {
      if (position >= limbs.length) return;
      carry = propagateCarries(limbs, position, { sequence, scale, times, carry });
      position += sequence.length;
      onPass();
    };
    carryOn(large.re, scales.large);
    carryOn(large.im, scales.large);
    carryOn(small.re, 1);
    carryOn(small.im, 1);
    addAt(limbs, Math.min(position, limbs.length), carry, limbs.length);
  }

  /** Factor that turns the numbers of an inverse transform into coefficients. */
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
 * Chinese remaindering: from u = c mod x^L + 1 and v = c mod x^h + 1 to c = u + (x^L + 1)·w, where
 * w = (v − u)/2 mod x^h + 1, since x^L ≡ 1 there. Leaves u + w in `large`, scaled as before, and w
 * in `small`. Writes only the first `wrapped` coefficients, the number of coefficients of c from
 * x^L up: the remaining coefficients of w are 0.
 */
function recombine(
  { re, im }: ComplexVector,
  small: ComplexVector,
  { wrapped, scales }: {
    readonly wrapped: number;
    /** Factors that turn the vectors' numbers into coefficients. */
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
