/** Expressions whose values have up to some 100,000 digits, the same for the same seed. */
export function expressionSource(seed: number): () => string {
  let state = (seed * 0x9e3779b1) | 1;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const choose = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)]!;
  /** An integer up to `most` whose logarithm is uniform. */
  const upTo = (most: number) => Math.ceil(most ** random());

  const leaf = () =>
    choose([
      () => `${upTo(99) + 1}^${upTo(60_000)}`,
      () => `${upTo(30_000)}!`,
      () => `fib(${upTo(400_000)})`,
      () => `binomial(${upTo(100_000) + 100}, ${upTo(100)})`,
      () => `${upTo(1e9)}/${upTo(1e9) + 1}`,
      () => `(2/3)^${upTo(20_000)}`,
      () => String(upTo(1e12)),
    ])();

  const tree = (depth: number): string => {
    if (depth === 0 || random() < 0.2) return leaf();
    const inner = () => `(${tree(depth - 1)})`;
    return choose([
      () => `${inner()} + ${inner()}`,
      () => `${inner()} - ${inner()}`,
      () => `${inner()} * ${inner()}`,
      () => `${inner()} * ${inner()}`,
      () => `${inner()} / ${inner()}`,
      () => `${inner()} // ${inner()}`,
      () => `${inner()} mod ${upTo(1e9)}`,
      () => `abs${inner()}^${upTo(4)}`,
      () => `floor${inner()}`,
      () => `isqrt(abs(floor${inner()}))`,
      () => `digits${inner()}`,
      () => `max(${inner()}, ${inner()})`,
    ])();
  };
  return () => tree(1 + Math.floor(random() * 3));
}
