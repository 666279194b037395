/** Random integers of 4,000 bits, the same for the same seed, by xorshift of 32 bits. */
export function randomSource(seed: number): () => bigint {
  let state = (seed * 0x9e3779b1) | 1;
  return () => {
    let value = 0n;
    for (let i = 0; i < 125; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      value = (value << 32n) | BigInt(state >>> 0);
    }
    return value;
  };
}
