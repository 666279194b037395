/** An integer's digits as `rest` × prime^`count`. */
export interface Reduced {
  readonly rest: string;
  readonly count: number;
}

/** Takes a prime out of an integer's digits, at most so many times. */
export function withoutFactor(digits: string, prime: 2 | 5 | undefined, limit: number): Reduced {
  if (!prime) return { rest: digits, count: 0 };
  const value = BigInt(digits);
  const powers = [BigInt(prime)];
  while (2 ** powers.length <= limit && value % powers.at(-1)! ** 2n === 0n) {
    powers.push(powers.at(-1)! ** 2n);
  }
  let rest = value;
  let count = 0;
  for (let i = powers.length - 1; i >= 0; i--) {
    if (count + 2 ** i > limit || rest % powers[i]! !== 0n) continue;
    rest /= powers[i]!;
    count += 2 ** i;
  }
  return { rest: String(rest), count };
}
