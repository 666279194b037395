/** Largest index whose Fibonacci number is exact as a double. */
const LARGEST_DOUBLE_INDEX = 78;

/**
 * F(n) for an integer n ≥ 0 with F(0) = 0 and F(1) = 1, by fast doubling:
 * F(2k) = F(k)·(2F(k+1) − F(k)), F(2k+1) = F(k)² + F(k+1)².
 */
export function smallFibonacci(n: number): bigint {
  let doublings = 0;
  while (Math.floor(n / 2 ** doublings) > LARGEST_DOUBLE_INDEX - 1) doublings++;
  let [current, next] = smallPair(Math.floor(n / 2 ** doublings));
  for (let bit = doublings - 1; bit >= 0; bit--) {
    const odd = Math.floor(n / 2 ** bit) % 2 === 1;
    if (bit === 0) {
      return odd ? current * current + next * next : current * (2n * next - current);
    }
    const even = current * (2n * next - current);
    const following = current * current + next * next;
    [current, next] = odd ? [following, even + following] : [even, following];
  }
  return current;
}

function smallPair(n: number): [bigint, bigint] {
  let current = 0;
  let next = 1;
  for (let i = 0; i < n; i++) [current, next] = [next, current + next];
  return [BigInt(current), BigInt(next)];
}
