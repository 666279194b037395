/**
 * The number of partitions of an integer n ≥ 0 by Euler's recurrence over the pentagonal numbers
 * g(j) = j(3j − 1)/2: p(n) = Σ (−1)^(j−1) (p(n − g(j)) + p(n − g(−j))).
 */
export function partitionsByRecurrence(n: number): bigint {
  const counts = [1n];
  for (let m = 1; m <= n; m++) {
    let sum = 0n;
    for (let j = 1, g = 1; g <= m; j++, g += 3 * j - 2) {
      const pair = counts[m - g]! + (counts[m - g - j] ?? 0n);
      sum = j % 2 === 1 ? sum + pair : sum - pair;
    }
    counts.push(sum);
  }
  return counts[n]!;
}
