/** n = odd · 2^twos for a positive integer. */
export function withoutTwos(n: bigint): { odd: bigint; twos: number } {
  const lowest = (n & -n).toString(16);
  const twos = 4 * (lowest.length - 1) + Math.log2(parseInt(lowest[0]!, 16));
  return { odd: n >> BigInt(twos), twos };
}
