/** F(n) and F(n+1) modulo m ≥ 1, for n ≥ 0, by fast doubling. */
export function fibonacciPair(
  n: bigint,
  m: bigint,
  context: { checkpoint(): void },
): readonly [bigint, bigint] {
  let [a, b] = [0n, 1n % m];
  const bits = n.toString(2);
  for (const bit of bits) {
    context.checkpoint();
    // F(2k) = F(k)(2F(k+1) − F(k)); F(2k+1) = F(k)² + F(k+1)².
    const even = a * (2n * b - a + m) % m;
    const odd = (a * a + b * b) % m;
    [a, b] = bit === "1" ? [odd, (even + odd) % m] : [even, odd];
  }
  return [a, b];
}
