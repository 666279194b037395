import { compareLimbs, negation, signOf, sum } from "./addition.ts";
import type { Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";

/** A pair of integers. */
export type Pair = readonly [a: Limbs, b: Limbs];

/**
 * A matrix of determinant ±1, by rows. It maps a pair of integers to one with the same greatest
 * common divisor.
 */
export type Unimodular = readonly [first: Pair, second: Pair];

/** Nanoseconds on the reference machine of a linear combination's passes, for each limb. */
const COMBINATION_NS_PER_LIMB = 2;

export function identity(): Unimodular {
  return [[Int16Array.of(1), new Int16Array()], [new Int16Array(), Int16Array.of(1)]];
}

/** The image of a pair. */
export function image([first, second]: Unimodular, pair: Pair, multiplier: Multiplier): Pair {
  return [combination(first, pair, multiplier), combination(second, pair, multiplier)];
}

/** Predicted cost of `image`, by limbs of a pair and a matrix. */
export function imageCost(pair: number, matrix: number): number {
  const [longer, shorter] = [Math.max(pair, matrix), Math.min(pair, matrix)];
  return 4 * productPlan(longer, shorter).cost + 2 * COMBINATION_NS_PER_LIMB * longer;
}

/** The matrix that maps like `first` and then like `second`. */
export function composed(
  second: Unimodular,
  [[s, t], [u, v]]: Unimodular,
  multiplier: Multiplier,
): Unimodular {
  const [left, right] = [image(second, [s, u], multiplier), image(second, [t, v], multiplier)];
  return [[left[0], right[0]], [left[1], right[1]]];
}

/** Predicted cost of `composed`, by limbs of the matrices. */
export function composedCost(limbs: number): number {
  return 2 * imageCost(limbs, limbs);
}

/** The matrix and its image with signs and order of the rows changed so that a ≥ b ≥ 0. */
export function sorted(matrix: Unimodular, pair: Pair): [Unimodular, Pair] {
  const first = nonNegative(matrix[0], pair[0]);
  const second = nonNegative(matrix[1], pair[1]);
  const [upper, lower] = compareLimbs(first.value, second.value) < 0
    ? [second, first]
    : [first, second];
  return [[upper.row, lower.row], [upper.value, lower.value]];
}

interface Row {
  readonly row: Pair;
  readonly value: Limbs;
}

function nonNegative(row: Pair, value: Limbs): Row {
  if (signOf(value) >= 0) return { row, value };
  return { row: [negation(row[0]), negation(row[1])], value: negation(value) };
}

function combination([s, t]: Pair, [a, b]: Pair, multiplier: Multiplier): Limbs {
  const result = sum(multiplier.product(s, a), multiplier.product(t, b));
  multiplier.meter.spend(COMBINATION_NS_PER_LIMB * result.length);
  return result;
}
