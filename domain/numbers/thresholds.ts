/**
 * Up to where V8's BigInt is the faster way to decimal text: the arguments of n! and F(n), the digits
 * of a power, and the digits of what is divided. Measured by `bench/thresholds.ts`.
 */
export const LARGEST_SMALL = {
  factorial: 1_500,
  fibonacci: 10_000,
  powerDigits: 1_200,
  divisionDigits: 20_000,
};
