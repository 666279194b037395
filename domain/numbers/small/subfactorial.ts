/** !n for an integer n ≥ 0, by the recurrence !n = n · !(n − 1) + (−1)^n. */
export function smallSubfactorial(n: number): bigint {
  let result = 1n;
  for (let i = 1; i <= n; i++) result = BigInt(i) * result + (i % 2 === 0 ? 1n : -1n);
  return result;
}
