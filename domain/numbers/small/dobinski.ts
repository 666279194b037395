import type { Meter } from "../meter.ts";
import { linearSeconds, smallProductSeconds } from "./product_seconds.ts";
import { log10Factorial } from "../large/log10_gamma.ts";
import { bitLength } from "../integers/bit_length.ts";

/** Binary places of the sum. */
const SUM_BITS = 16;

/** Additional binary places of 1/e. */
const GUARD_BITS = 48;

/**
 * The Bell number of n ≥ 1 as the integer nearest to (1/e) Σ k^n/k! (Dobiński 1877), summed up to
 * k = N by Horner's rule, h(k) = (k^n + h(k + 1))/k, so that every division is by a word. Rounding
 * down loses less than 3 units of 2^−16 in all. From k = N ≥ n + 8 on, terms are below 2^−8 and
 * each is less than half of the one before. 1/e adds less than 2^−16, so the value is off by less
 * than 0.01.
 */
export function dobinskiBell(n: number, meter: Meter): bigint {
  const scale = BigInt(SUM_BITS);
  const last = lastTerm(n);
  const cost = 1e9 * termSeconds(n, last);
  let sum = 0n;
  for (let k = last; k >= 1; k--) {
    sum = (((BigInt(k) ** BigInt(n)) << scale) + sum) / BigInt(k);
    meter.spend(cost);
  }
  const bits = bitLength(sum) + GUARD_BITS;
  const product = sum * reciprocalOfE(bits, meter);
  const shift = BigInt(SUM_BITS + bits);
  return (product + (1n << (shift - 1n))) >> shift;
}

/** Predicted seconds of `dobinskiBell`, on one core of the reference machine. */
export function dobinskiBellSeconds(n: number): number {
  const last = lastTerm(n);
  return 1e-6 + last * termSeconds(n, last);
}

/** The least N ≥ n + 8 with N^n/N! < 2^−8. */
function lastTerm(n: number): number {
  let last = n + 8;
  while (n * Math.log10(last) - log10Factorial(last) > -8 * Math.log10(2)) last++;
  return last;
}

/** Seconds of a power, a quotient, and a share of 1/e. */
function termSeconds(n: number, last: number): number {
  const bits = n * Math.log2(last);
  return smallProductSeconds(bits * 0.9) + 4 * linearSeconds(bits);
}

/** 1/e = Σ (−1)^j/j! with `bits` binary places, off by less than a unit for each of the terms. */
function reciprocalOfE(bits: number, meter: Meter): bigint {
  let term = 1n << BigInt(bits);
  let sum = 0n;
  for (let j = 1n; term > 0n; j++) {
    meter.checkpoint();
    sum += j % 2n === 1n ? term : -term;
    term /= j;
  }
  return sum;
}
