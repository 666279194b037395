import { Meter } from "../meter.ts";
import type { ComputeContext } from "../compute_context.ts";
import { Convolution, type ConvolutionSteps } from "./convolution.ts";
import type { ConvolutionLength } from "./convolution_length.ts";
import { coefficientCost, transformCost } from "./costs.ts";
import type { Folded } from "./folded.ts";
import { LARGEST_LIMB, type Limbs, trimmed } from "./limbs.ts";
import { addShifted, halvesOf, LIMBS_PER_WORD, scaled, scaledSum } from "./linear.ts";
import { productAndSquarePlan, productPlan, squarePlan } from "./plan.ts";
import { checkProduct, LARGEST_CHECKED_MULTIPLE } from "./residues.ts";
import { schoolbookProduct } from "./schoolbook.ts";
import { Workspace } from "./workspace.ts";

/** Coefficients up to this are rounded and carried without an error. */
const LARGEST_COEFFICIENT = 2 ** 50;

/** No calculation needs a longer one: its tables and vectors take gigabytes. */
const LONGEST_RING = 2 ** 26;

/**
 * Exact products of integers by the fastest method for their lengths. Products by Fourier transform
 * are checked against the residues of their factors and throw `DamagedProduct`.
 */
export class Multiplier {
  readonly #workspace: Workspace;
  readonly meter: Meter;

  constructor(workspace: Workspace, meter: Meter) {
    this.#workspace = workspace;
    this.meter = meter;
  }

  static for(work: ComputeContext): Multiplier {
    return new Multiplier(work.workspace ?? new Workspace(), new Meter(work));
  }

  product(a: Limbs, b: Limbs): Limbs {
    const [x, y] = a.length < b.length ? [b, a] : [a, b];
    if (y.length === 0) return y;
    const { length, parts, cost } = productPlan(x.length, y.length);
    return length ? this.#convolvedProduct(x, y, length, parts) : this.#schoolbook(x, y, cost);
  }

  square(x: Limbs): Limbs {
    return this.multipleOfSquare(x, 1);
  }

  /** x² times an integer from 1 to `LARGEST_WORD`. */
  multipleOfSquare(x: Limbs, times: number): Limbs {
    const { length, cost } = squarePlan(x.length);
    const isMultipliedLater = times > 1 && (!length || times > largestMultiple(x.length));
    if (isMultipliedLater) return this.#scaled(this.square(x), times);
    if (!length) return this.#schoolbook(x, x, cost);
    const convolution = this.#convolution(length);
    const folded = this.#fold(convolution, x, "x");
    if (!convolution.isSafe(folded, folded)) {
      return this.#scaled(this.#productInHalves(x, x), times);
    }
    this.#run(convolution, {
      split: [folded],
      multiply: [{ x: folded, y: folded }],
      join: [folded],
    });
    const square = this.#workspace.limbs(2 * x.length + (times === 1 ? 0 : LIMBS_PER_WORD));
    return this.#collect(convolution, folded, square, { factors: [folded, folded], times });
  }

  /** x · y and y², which share a transform. */
  productAndSquare(x: Limbs, y: Limbs): [product: Limbs, square: Limbs] {
    const { length } = productAndSquarePlan(x.length, y.length);
    if (!length) return [this.product(x, y), this.square(y)];
    const convolution = this.#convolution(length);
    const [fx, fy] = [this.#fold(convolution, x, "x"), this.#fold(convolution, y, "y")];
    if (!convolution.isSafe(fx, fy) || !convolution.isSafe(fy, fy)) {
      return [this.#productInHalves(x, y), this.#productInHalves(y, y)];
    }
    this.#run(convolution, {
      split: [fx, fy],
      multiply: [{ x: fx, y: fy }, { x: fy, y: fy }],
      join: [fx, fy],
    });
    const product = this.#workspace.limbs(x.length + y.length);
    const square = this.#workspace.limbs(2 * y.length);
    return [
      this.#collect(convolution, fx, product, { factors: [fx, fy] }),
      this.#collect(convolution, fy, square, { factors: [fy, fy] }),
    ];
  }

  #schoolbook(x: Limbs, y: Limbs, cost: number): Limbs {
    this.meter.spend(cost);
    return trimmed(schoolbookProduct(x, y, this.#workspace.limbs(x.length + y.length)));
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
      if (!convolution.isSafe(fx, fy)) return this.#productInHalves(x, y);
      const split = from === 0 ? [fy, fx] : [fx];
      this.#run(convolution, { split, multiply: [{ x: fx, y: fy }], join: [fx] });
      if (from > 0) overlap.set(result.subarray(from, from + y.length));
      const product = result.subarray(from, from + part.length + y.length);
      this.#collect(convolution, fx, product, { factors: [fx, fy] });
      if (from > 0) addShifted(result, overlap, from);
    }
    return trimmed(result);
  }

  /**
   * x · (100h + l) with |h| and |l| at most 50: rounding errors are a hundredth then. The number with
   * the larger limbs is cut, so that each is cut once where that is not enough.
   */
  #productInHalves(x: Limbs, y: Limbs): Limbs {
    const [whole, cut] = [x, y].toSorted((a, b) => largestOf(a) - largestOf(b)) as [Limbs, Limbs];
    const { high, low } = halvesOf(cut);
    this.meter.checkpoint();
    const [highProduct, lowProduct] = [this.product(whole, high), this.product(whole, low)];
    const product = scaledSum(highProduct, 100, lowProduct);
    this.meter.checkpoint();
    return product;
  }

  #scaled(x: Limbs, times: number): Limbs {
    const multiple = scaled(x, times);
    this.meter.checkpoint();
    return multiple;
  }

  #convolution(length: ConvolutionLength): Convolution {
    if (length.large > LONGEST_RING) throw new RangeError("The product has too many digits");
    return new Convolution(length, this.#workspace);
  }

  #fold(convolution: Convolution, limbs: Limbs, factor: "x" | "y"): Folded {
    const folded = convolution.fold(limbs, factor);
    this.meter.checkpoint();
    return folded;
  }

  #run(convolution: Convolution, steps: ConvolutionSteps): void {
    const transforms = steps.split.length + steps.join.length;
    const cost = transforms * transformCost(convolution.length);
    convolution.run(steps, (share) => this.meter.spend(share * cost));
  }

  #collect(
    convolution: Convolution,
    folded: Folded,
    product: Limbs,
    { factors: [x, y], times = 1 }: {
      readonly factors: readonly [Folded, Folded];
      readonly times?: number;
    },
  ): Limbs {
    convolution.collect(folded, product, { times, onPass: () => this.meter.checkpoint() });
    checkProduct(product, x.residues, y.residues, times);
    this.meter.spend(coefficientCost(convolution.length));
    return trimmed(product);
  }
}

/** What a square of so many limbs is multiplied by at most while its coefficients become limbs. */
function largestMultiple(limbs: number): number {
  return Math.min(LARGEST_CHECKED_MULTIPLE, LARGEST_COEFFICIENT / (LARGEST_LIMB ** 2 * limbs));
}

function largestOf(limbs: Limbs): number {
  return limbs.reduce((largest, limb) => Math.max(largest, Math.abs(limb)), 0);
}
