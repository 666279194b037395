import {
  type ConvolutionLength,
  convolutionLength,
  nextConvolutionLength,
} from "./convolution_length.ts";
import { coefficientCost, schoolbookCost, transformCost } from "./costs.ts";
import { LONGEST_SCHOOLBOOK } from "./schoolbook.ts";

/** A method for a product, and its cost in nanoseconds on the reference machine of `costs.ts`. */
export interface Plan {
  readonly cost: number;
  /** Length of the convolution; undefined for the schoolbook method. */
  readonly length?: ConvolutionLength;
  /** Number of parts that the longer factor is cut into, one convolution for each. */
  readonly parts: number;
}

/** The cheapest way to multiply x limbs by y limbs, y ≤ x. */
export function productPlan(x: number, y: number): Plan {
  let best = schoolbookPlan(x, y);
  const whole = convolutionLength(x + y - 1);
  for (
    let length = convolutionLength(Math.min(x, 2 * y) + y - 1);;
    length = nextConvolutionLength(length)
  ) {
    const isWhole = length.large + length.small >= whole.large + whole.small;
    const parts = isWhole ? 1 : Math.ceil(x / (length.large + length.small - y + 1));
    const cost = (2 * parts + 1) * transformCost(length) + parts * coefficientCost(length);
    if (cost < best.cost) best = { cost, length, parts };
    if (isWhole) return best;
  }
}

/** The cheapest way to square x limbs. */
export function squarePlan(x: number): Plan {
  const length = convolutionLength(2 * x - 1);
  const cost = 2 * transformCost(length) + coefficientCost(length);
  const schoolbook = schoolbookPlan(x, x);
  return cost < schoolbook.cost ? { cost, length, parts: 1 } : schoolbook;
}

/** The cheapest way to multiply x limbs by y limbs and to square the y limbs, together. */
export function productAndSquarePlan(x: number, y: number): Plan {
  const longest = Math.max(x, y);
  const length = convolutionLength(2 * longest - 1);
  const cost = 4 * transformCost(length) + 2 * coefficientCost(length);
  const schoolbook = schoolbookPlan(longest, longest);
  return cost < 2 * schoolbook.cost ? { cost, length, parts: 1 } : schoolbook;
}

function schoolbookPlan(x: number, y: number): Plan {
  return { cost: y <= LONGEST_SCHOOLBOOK ? schoolbookCost(x, y) : Infinity, parts: 1 };
}
