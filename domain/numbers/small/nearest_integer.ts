/** Maximum distance of a sum from the integer that it approximates. */
const LARGEST_DISTANCE = 0.41;

/**
 * The integer nearest to a sum with `bits` ≥ 32 binary places that is within 0.41 of an integer.
 * Throws an Error if it is not, which means that the sum is wrong.
 */
export function nearestInteger(sum: bigint, bits: number): bigint {
  const scale = BigInt(bits);
  const nearest = (sum + (1n << (scale - 1n))) >> scale;
  const difference = Number((sum - (nearest << scale)) >> (scale - 32n)) / 2 ** 32;
  if (Math.abs(difference) > LARGEST_DISTANCE) throw new Error("The sum is not near an integer");
  return nearest;
}
