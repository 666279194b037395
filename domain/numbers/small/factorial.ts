/** Ranges with fewer factors than this are multiplied in a loop. */
const LEAF = 16;

/** n! for an integer n ≥ 0, by a product tree over ranges of nearly equal size. */
export function smallFactorial(n: number): bigint {
  return n < 2 ? 1n : product(2, n);
}

function product(from: number, to: number): bigint {
  if (to - from < LEAF) return smallProduct(from, to);
  const middle = Math.floor((from + to) / 2);
  return product(from, middle) * product(middle + 1, to);
}

/** Multiplies in doubles as long as the product stays below 2^53. */
function smallProduct(from: number, to: number): bigint {
  let result = 1n;
  let word = 1;
  for (let factor = from; factor <= to; factor++) {
    if (word * factor > Number.MAX_SAFE_INTEGER) {
      result *= BigInt(word);
      word = 1;
    }
    word *= factor;
  }
  return result * BigInt(word);
}
