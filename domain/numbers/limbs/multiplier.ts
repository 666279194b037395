import { Meter } from "../meter.ts";
import type { ComputeContext } from "../compute_context.ts";
import { Convolution, type ConvolutionSteps } from "./convolution.ts";
import type { ConvolutionLength } from "./convolution_length.ts";
import { coefficientCost, transformCost } from "./costs.ts";
import type { FoldedLimbs } from "./folded_limbs.ts";
import { LARGEST_LIMB, type Limbs, trimLeadingZeros } from "./limbs.ts";
import { addShifted, LIMBS_PER_WORD, multiplyAdd, multiplyByWord, splitLimbs } from "./linear.ts";
import { productAndSquarePlan, productPlan, squarePlan } from "./plan.ts";
import { checkProduct, LARGEST_CHECKED_MULTIPLE } from "./residues.ts";
import { schoolbookProduct } from "./schoolbook.ts";
import { Workspace } from "./workspace.ts";

/** Coefficients up to this are rounded and carried exactly. */
const LARGEST_COEFFICIENT = 2 ** 50;

/** Longer rings would take gigabytes, and no allowed calculation needs them. */
const MAX_RING_LENGTH = 2 ** 26;

/**
 * Multiplies integers exactly, by the fastest method for their lengths, and charges the cost to its
 * meter. All methods throw what the meter's checkpoints throw, `DamagedProduct` if a product by
 * Fourier transform fails its check, and a RangeError beyond `MAX_RING_LENGTH`.
 */
export class Multiplier {
  readonly #workspace: Workspace;
  readonly meter: Meter;

  constructor(workspace: Workspace, meter: Meter) {
    this.#workspace = workspace;
    this.meter = meter;
  }

  /** A multiplier on the context's workspace, or on a new one. */
  static for(context: ComputeContext): Multiplier {
    return new Multiplier(context.workspace ?? new Workspace(), new Meter(context));
  }

  /** a · b. */
  product(a: Limbs, b: Limbs): Limbs {
    const [x, y] = a.length < b.length ? [b, a] : [a, b];
    if (y.length === 0) return y;
    const { length, parts, cost } = productPlan(x.length, y.length);
    return length ? this.#convolvedProduct(x, y, length, parts) : this.#schoolbook(x, y, cost);
  }

  /** x². */
  square(x: Limbs): Limbs {
    return this.multipleOfSquare(x, 1);
  }

  /** times · x² for an integer `times` from 1 to `LARGEST_WORD`. */
  multipleOfSquare(x: Limbs, times: number): Limbs {
    const { length, cost } = squarePlan(x.length);
    const multipliesAfterwards = times > 1 && (!length || times > largestMultiple(x.length));
    if (multipliesAfterwards) return this.#multiplyByWord(this.square(x), times);
    if (!length) return this.#schoolbook(x, x, cost);
    const convolution = this.#convolution(length);
    const folded = this.#fold(convolution, x, "x");
    if (!convolution.isSafe(folded, folded)) {
      return this.#multiplyByWord(this.#productOfSplit(x, x), times);
    }
    this.#run(convolution, {
      forward: [folded],
      multiply: [{ x: folded, y: folded }],
      inverse: [folded],
    });
    const square = this.#workspace.limbs(2 * x.length + (times === 1 ? 0 : LIMBS_PER_WORD));
    return this.#writeLimbs(convolution, folded, square, { factors: [folded, folded], times });
  }

  /** x · y and y², sharing the transform of y. */
  productAndSquare(x: Limbs, y: Limbs): [product: Limbs, square: Limbs] {
    const { length } = productAndSquarePlan(x.length, y.length);
    if (!length) return [this.product(x, y), this.square(y)];
    const convolution = this.#convolution(length);
    const [fx, fy] = [this.#fold(convolution, x, "x"), this.#fold(convolution, y, "y")];
    if (!convolution.isSafe(fx, fy) || !convolution.isSafe(fy, fy)) {
      return [this.#productOfSplit(x, y), this.#productOfSplit(y, y)];
    }
    this.#run(convolution, {
      forward: [fx, fy],
      multiply: [{ x: fx, y: fy }, { x: fy, y: fy }],
      inverse: [fx, fy],
    });
    const product = this.#workspace.limbs(x.length + y.length);
    const square = this.#workspace.limbs(2 * y.length);
    return [
      this.#writeLimbs(convolution, fx, product, { factors: [fx, fy] }),
      this.#writeLimbs(convolution, fy, square, { factors: [fy, fy] }),
    ];
  }

  #schoolbook(x: Limbs, y: Limbs, cost: number): Limbs {
    this.meter.spend(cost);
    return trimLeadingZeros(schoolbookProduct(x, y, this.#workspace.limbs(x.length + y.length)));
  }

  #convolvedProduct(x: Limbs, y: Limbs, length: ConvolutionLength, parts: number): Limbs {
    const convolution = this.#convolution(length);
    const fy = this.#fold(convolution, y, "y");
    const step = Math.ceil(x.length / parts);
    const result = this.#workspace.limbs(x.length + y.length);
    const overlap = this.#workspace.limbs(parts > 1 ? y.length : 0);
    for (let from = 0; from < x.length; from += step) {
      const part = x.subarray(from, from + step);
      const fx = this.#fold(convolution, part, "x");
      if (!convolution.isSafe(fx, fy)) return this.#productOfSplit(x, y);
      const forward = from === 0 ? [fy, fx] : [fx];
      this.#run(convolution, { forward, multiply: [{ x: fx, y: fy }], inverse: [fx] });
      if (from > 0) overlap.set(result.subarray(from, from + y.length));
      const product = result.subarray(from, from + part.length + y.length);
      this.#writeLimbs(convolution, fx, product, { factors: [fx, fy] });
      if (from > 0) addShifted(result, overlap, from);
    }
    return trimLeadingZeros(result);
  }

  /**
   * x · y as x · (100h + l) with limbs of h and l up to 50, which divides rounding errors
   * by a hundred. Splits the factor with the larger limbs; if that is not enough, the recursion
   * splits the other one.
   */
  #productOfSplit(x: Limbs, y: Limbs): Limbs {
    const [whole, split] = [x, y].toSorted((a, b) => maxMagnitude(a) - maxMagnitude(b)) as [
      Limbs,
      Limbs,
    ];
    const { high, low } = splitLimbs(split);
    this.meter.checkpoint();
    const [highProduct, lowProduct] = [this.product(whole, high), this.product(whole, low)];
    const product = multiplyAdd(highProduct, 100, lowProduct);
    this.meter.checkpoint();
    return product;
  }

  #multiplyByWord(x: Limbs, times: number): Limbs {
    const multiple = multiplyByWord(x, times);
    this.meter.checkpoint();
    return multiple;
  }

  #convolution(length: ConvolutionLength): Convolution {
    if (length.large > MAX_RING_LENGTH) throw new RangeError("The product has too many digits");
    return new Convolution(length, this.#workspace);
  }

  #fold(convolution: Convolution, limbs: Limbs, factor: "x" | "y"): FoldedLimbs {
    const folded = convolution.fold(limbs, factor);
    this.meter.checkpoint();
    return folded;
  }

  #run(convolution: Convolution, steps: ConvolutionSteps): void {
    const transforms = steps.forward.length + steps.inverse.length;
    const cost = transforms * transformCost(convolution.length);
    convolution.run(steps, (share) => this.meter.spend(share * cost));
  }

  #writeLimbs(
    convolution: Convolution,
    folded: FoldedLimbs,
    product: Limbs,
    { factors: [x, y], times = 1 }: {
      readonly factors: readonly [FoldedLimbs, FoldedLimbs];
      readonly times?: number;
    },
  ): Limbs {
    convolution.writeLimbs(folded, product, { times, onPass: () => this.meter.checkpoint() });
    checkProduct(product, x.residues, y.residues, times);
    this.meter.spend(coefficientCost(convolution.length));
    return trimLeadingZeros(product);
  }
}

/** Largest factor that can be applied to a square's coefficients while they become limbs. */
function largestMultiple(limbs: number): number {
  return Math.min(LARGEST_CHECKED_MULTIPLE, LARGEST_COEFFICIENT / (LARGEST_LIMB ** 2 * limbs));
}

function maxMagnitude(limbs: Limbs): number {
  return limbs.reduce((largest, limb) => Math.max(largest, Math.abs(limb)), 0);
}
