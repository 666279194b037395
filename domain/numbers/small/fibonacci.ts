/** F(78) is the largest Fibonacci number that is exact as a double. */
const LARGEST_DOUBLE_INDEX = 78;

/**
 * F(n) for an integer n ≥ 0, with F(0) = 0 and F(1) = 1, by fast doubling:
 * F(2k) = F(k)·(2F(k+1) − F(k)), F(2k+1) = F(k)² + F(k+1)².
 */
export function smallFibonacci(n: number): bigint {
  if (n < LARGEST_DOUBLE_INDEX) return exactPair(n)[0];
  const [current, next] = smallFibonacciPair(Math.floor(n / 2));
  return n % 2 === 1 ? current * current + next * next : current * (2n * next - current);
}

/** F(n) and F(n + 1) for an integer n ≥ 0. */
export function smallFibonacciPair(n: number): [current: bigint, next: bigint] {
  if (n < LARGEST_DOUBLE_INDEX) return exactPair(n);
  const [current, next] = smallFibonacciPair(Math.floor(n / 2));
  const even = current * (2n * next - current);
  const odd = current * current + next * next;
  return n % 2 === 1 ? [odd, even + odd] : [even, odd];
}

function exactPair(n: number): [current: bigint, next: bigint] {
  let [current, next] = [0, 1];
  for (let i = 0; i < n; i++) [current, next] = [next, current + next];
  return [BigInt(current), BigInt(next)];
}
