/**
 * Largest inputs for which V8's BigInt is faster than limbs, decimal text included: the n of n! and
 * F(n), the digits of a power, and the digits of a dividend. Measured by `bench/thresholds.ts`.
 */
export const BIGINT_THRESHOLDS = {
  factorial: 1_500,
  fibonacci: 10_000,
  powerDigits: 1_200,
  divisionDigits: 20_000,
};
