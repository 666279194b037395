import type { ComputeContext } from "../../compute_context.ts";

const BITS = 32;

/**
 * Sets of columns that sum to 0 modulo 2, for a matrix given by the odd rows of each column: one
 * set for each column that depends on those before it. Gaussian elimination on bit-packed rows;
 * rows with high indices are the first pivots, since they have few ones.
 */
export function* dependencies(
  columns: readonly (readonly number[])[],
  rows: number,
  context: ComputeContext,
): Generator<number[]> {
  const words = Math.ceil(columns.length / BITS);
  const matrix = new Uint32Array(rows * words);
  for (const [column, odd] of columns.entries()) {
    if (column % BITS === 0) context.checkpoint();
    for (const row of odd) matrix[row * words + (column >> 5)]! ^= 1 << (column & 31);
  }
  const pivots: { readonly column: number; readonly row: number }[] = [];
  const order = Int32Array.from({ length: rows }, (_, i) => rows - 1 - i);
  const free: number[] = [];
  for (let column = 0, done = 0; column < columns.length; column++) {
    context.checkpoint();
    const pivot = eliminate(matrix, order, { words, column, done });
    if (pivot === undefined) {
      free.push(column);
    } else {
      pivots.push({ column, row: pivot });
      done++;
    }
  }
  for (const column of free) {
    context.checkpoint();
    yield dependency(matrix, words, pivots, column);
  }
}

/**
 * Moves a pivot row to the finished rows, adds it to the other rows with its bit set, and returns
 * it.
 */
function eliminate(
  matrix: Uint32Array,
  order: Int32Array,
  { words, column, done }: { words: number; column: number; done: number },
): number | undefined {
  const word = column >> 5;
  const bit = 1 << (column & 31);
  let at = done;
  while (at < order.length && (matrix[order[at]! * words + word]! & bit) === 0) at++;
  if (at === order.length) return undefined;
  const pivot = order[at]!;
  const source = pivot * words;
  order.copyWithin(done + 1, done, at);
  order[done] = pivot;
  for (let i = at + 1; i < order.length; i++) {
    const target = order[i]! * words;
    if ((matrix[target + word]! & bit) === 0) continue;
    for (let j = word; j < words; j++) matrix[target + j]! ^= matrix[source + j]!;
  }
  return pivot;
}

/** The columns of the null vector in which `free` is the only free column. */
function dependency(
  matrix: Uint32Array,
  words: number,
  pivots: readonly { readonly column: number; readonly row: number }[],
  free: number,
): number[] {
  const vector = new Uint32Array(words);
  vector[free >> 5]! |= 1 << (free & 31);
  const members = [free];
  for (let i = pivots.length - 1; i >= 0; i--) {
    const { column, row } = pivots[i]!;
    if (column > free) continue;
    let sum = 0;
    for (let j = column >> 5; j < words; j++) sum ^= matrix[row * words + j]! & vector[j]!;
    if (!isOdd(sum)) continue;
    vector[column >> 5]! |= 1 << (column & 31);
    members.push(column);
  }
  return members;
}

/** Whether a word has an odd number of ones. */
function isOdd(word: number): boolean {
  let folded = word ^ (word >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return ((0x6996 >>> (folded & 15)) & 1) === 1;
}
