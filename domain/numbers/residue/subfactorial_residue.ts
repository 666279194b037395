const TERMS_BETWEEN_CHECKPOINTS = 64;

/**
 * !n mod m for n ≥ 0 and m ≥ 1. !n = Σ_i (−1)^(n−i) n(n−1)…(n−i+1), where i! divides the term of
 * index i: terms vanish modulo m at the latest from the first i with m | i!.
 */
export function subfactorialResidue(
  n: bigint,
  m: bigint,
  context: { checkpoint(): void },
): bigint {
  let sum = 0n;
  let term = 1n % m;
  let factor = n % m;
  // The first term has the sign of (−1)^n, and the signs alternate.
  for (let i = 0; term !== 0n && BigInt(i) <= n; i++) {
    if (i % TERMS_BETWEEN_CHECKPOINTS === 0) context.checkpoint();
    sum += i % 2 === 0 ? term : m - term;
    term = term * factor % m;
    factor = factor === 0n ? m - 1n : factor - 1n;
  }
  const result = sum % m;
  return n % 2n === 0n || result === 0n ? result : m - result;
}
