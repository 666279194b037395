/** The number of binary digits of |n|, 0 for 0, in linear time. */
export function bitLength(n: bigint): number {
  const text = (n < 0n ? -n : n).toString(16);
  return 4 * (text.length - 1) + 32 - Math.clz32(parseInt(text[0]!, 16));
}
