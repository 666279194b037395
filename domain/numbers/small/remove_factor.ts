/** An integer written as `cofactor` × prime^`count`; `cofactor` holds decimal digits. */
export interface FactorRemoval {
  readonly cofactor: string;
  readonly count: number;
}

/**
 * Divides a positive integer, given by its digits, by a prime as often as possible, up to `limit`.
 */
export function removeFactor(
  digits: string,
  prime: 2 | 5 | undefined,
  limit: number,
): FactorRemoval {
  if (!prime) return { cofactor: digits, count: 0 };
  const value = BigInt(digits);
  const powers = [BigInt(prime)];
  while (2 ** powers.length <= limit && value % powers.at(-1)! ** 2n === 0n) {
    powers.push(powers.at(-1)! ** 2n);
  }
  let cofactor = value;
  let count = 0;
  for (let i = powers.length - 1; i >= 0; i--) {
    if (count + 2 ** i > limit || cofactor % powers[i]! !== 0n) continue;
    cofactor /= powers[i]!;
    count += 2 ** i;
  }
  return { cofactor: String(cofactor), count };
}
