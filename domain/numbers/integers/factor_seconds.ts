import { bitLength } from "./bit_length.ts";
import { isPrimeSeconds } from "./is_prime_seconds.ts";

/**
 * Seconds of the quadratic sieve by decimal digits, for products of two primes of equal length, on
 * one core of the reference machine: means of several random numbers, divided by the slowdown
 * factor at the time.
 */
const SIEVE_SECONDS: readonly (readonly [digits: number, seconds: number])[] = [
  [18, 0.003],
  [30, 0.01],
  [40, 0.05],
  [50, 0.33],
  [60, 3.4],
  [70, 40],
];

/** Trial division: sieving its primes, and dividing, per bit of the number. */
const TRIAL_SECONDS = 2e-3;
const TRIAL_SECONDS_PER_BIT = 4e-6;

/** Numbers of fewer bits are factored completely by trial division. */
const TRIAL_BITS = 40;

/**
 * Predicted seconds of `factor` for the hardest number of the size of n, a product of two primes of
 * equal length, with the option `maxSeconds`.
 */
export function predictFactorSeconds(n: bigint, maxSeconds = Infinity): number {
  const bits = bitLength(n);
  const trial = predictTrialDivisionSeconds(bits);
  if (bits < TRIAL_BITS) return trial;
  return trial + 3 * isPrimeSeconds(n) + Math.min(sieveSeconds(n), maxSeconds);
}

/** Predicted seconds of the trial division in `factor` for a number of `bits` bits. */
export function predictTrialDivisionSeconds(bits: number): number {
  return bits < TRIAL_BITS
    ? 1e-5 + TRIAL_SECONDS * 2 ** ((bits - TRIAL_BITS) / 2)
    : TRIAL_SECONDS + TRIAL_SECONDS_PER_BIT * bits;
}

/** Predicted seconds of the quadratic sieve, or of Pollard's rho for numbers that it factors. */
export function sieveSeconds(n: bigint): number {
  const digits = bitLength(n) * Math.log10(2);
  const [leastDigits, leastSeconds] = SIEVE_SECONDS[0]!;
  if (digits <= leastDigits) return leastSeconds * 10 ** ((digits - leastDigits) / 4);
  const above = SIEVE_SECONDS.findIndex(([size]) => size >= digits);
  const upper = above < 0 ? SIEVE_SECONDS.length - 1 : above;
  const [low, lowSeconds] = SIEVE_SECONDS[upper - 1]!;
  const [high, highSeconds] = SIEVE_SECONDS[upper]!;
  return lowSeconds * (highSeconds / lowSeconds) ** ((digits - low) / (high - low));
}
