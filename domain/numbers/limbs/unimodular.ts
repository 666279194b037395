import { negation, signOf, sum } from "./addition.ts";
import type { Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";

/** A pair of integers. */
export type Pair = readonly [a: Limbs, b: Limbs];

/**
 * A matrix of determinant ±1, by rows. It maps a pair of integers to one with the same greatest
 * common divisor.
 */
export type Unimodular = readonly [first: Pair, second: Pair];

export function identity(): Unimodular {
  return [[Int16Array.of(1), new Int16Array()], [new Int16Array(), Int16Array.of(1)]];
}

/** The image of a pair. */
export function image([first, second]: Unimodular, pair: Pair, multiplier: Multiplier): Pair {
  return [dotProduct(first, pair, multiplier), dotProduct(second, pair, multiplier)];
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

/** The matrix with the rows negated for which the image is negative. */
export function withPositiveImage(matrix: Unimodular, pair: Pair): [Unimodular, Pair] {
  const isNegative = pair.map((value) => signOf(value) < 0);
  const absolute = pair.map((value, i) => isNegative[i] ? negation(value) : value);
  const rows = matrix.map((row, i) => isNegative[i] ? row.map(negation) : row);
  return [rows as unknown as Unimodular, absolute as unknown as Pair];
}

function dotProduct([s, t]: Pair, [a, b]: Pair, multiplier: Multiplier): Limbs {
  return sum(multiplier.product(s, a), multiplier.product(t, b));
}
