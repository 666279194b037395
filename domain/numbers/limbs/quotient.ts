import { compareLimbs, difference, signOf, sum } from "./addition.ts";
import { nearestInteger, rounded, times } from "./approximation.ts";
import { bigintFromLimbs, limbsFromBigint } from "./bigint.ts";
import { type Limbs, trimLeadingZeros } from "./limbs.ts";
import { addShifted, LARGEST_WORD } from "./linear.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";
import { reciprocal, reciprocalCost } from "./reciprocal.ts";
import { checkQuotient, DamagedProduct } from "./residues.ts";
import { divideByWord } from "./word_division.ts";

/** dividend = quotient · divisor + remainder. */
export interface LimbQuotient {
  readonly quotient: Limbs;
  readonly remainder: Limbs;
}

/** Limbs of the longest divisors that are words. */
const WORD_LIMBS = 3;

/** Minimum limbs of the quotient that are computed at a time. */
const MIN_BLOCK = 160;

/** Limbs that the reciprocal needs beyond those of a block, for an error below 1. */
const GUARD_LIMBS = 2;

/** Corrections by one divisor that rounding errors can make necessary, and one to spare. */
const MAX_CORRECTIONS = 3;

const CALL_NS = 2_000;
const WORD_NS_PER_LIMB = 8;
const BLOCK_NS_PER_LIMB = 6;

/**
 * ⌊a / b⌋ and the remainder in [0, b), for b > 0. The quotient is computed in blocks from the top,
 * by multiplying what is left of the dividend by an approximate reciprocal; the remainder proves
 * it. Throws `DamagedProduct` if the result fails its check.
 */
export function quotientAndRemainder(a: Limbs, b: Limbs, multiplier: Multiplier): LimbQuotient {
  const word = b.length <= WORD_LIMBS ? Number(bigintFromLimbs(b)) : Infinity;
  if (word <= LARGEST_WORD) {
    const { quotient, remainder } = divideByWord(a, word);
    multiplier.meter.spend(CALL_NS + WORD_NS_PER_LIMB * a.length);
    return { quotient, remainder: limbsFromBigint(BigInt(remainder)) };
  }
  const result = corrected(approximateQuotient(a, b, multiplier), b);
  checkQuotient({ dividend: a, divisor: b, ...result });
  return result;
}

/** Predicted cost of `quotientAndRemainder`, by limbs, in nanoseconds on the reference machine. */
export function quotientCost(dividend: number, divisor: number): number {
  const length = dividend - divisor + 1;
  if (divisor < WORD_LIMBS || length <= 0) return CALL_NS + WORD_NS_PER_LIMB * dividend;
  const block = blockLength(length, divisor);
  const whole = Math.floor(length / block);
  return CALL_NS + reciprocalCost(block + GUARD_LIMBS) + whole * blockCost(block, divisor) +
    (length % block > 0 ? blockCost(length % block, divisor) : 0);
}

/** A quotient that differs from the floor by at most 2, and the remainder of any sign. */
function approximateQuotient(a: Limbs, b: Limbs, multiplier: Multiplier): LimbQuotient {
  const length = a.length - b.length + 1;
  if (length <= 0) return { quotient: new Int16Array(), remainder: a };
  const block = blockLength(length, b.length);
  const inverse = reciprocal({ limbs: b, exponent: 0 }, block + GUARD_LIMBS, multiplier);
  const quotient = new Int16Array(length + GUARD_LIMBS);
  let remainder: Limbs = a.subarray(length);
  for (let end = length; end > 0; end -= block) {
    const start = Math.max(0, end - block);
    const rest = trimLeadingZeros(appended(a.subarray(start, end), remainder));
    const leading = {
      limbs: rest.subarray(Math.min(b.length - 2, rest.length)),
      exponent: b.length - 2,
    };
    const factor = rounded(inverse, end - start + GUARD_LIMBS);
    const digits = nearestInteger(times(leading, factor, multiplier));
    remainder = difference(rest, multiplier.product(digits, b));
    addShifted(quotient, digits, start);
    multiplier.meter.spend(BLOCK_NS_PER_LIMB * rest.length);
  }
  return { quotient: trimLeadingZeros(quotient), remainder };
}

/** The result with the remainder brought into [0, b). */
function corrected(approximate: LimbQuotient, b: Limbs): LimbQuotient {
  let { quotient, remainder } = approximate;
  for (let count = 0; count <= MAX_CORRECTIONS; count++) {
    const isNegative = signOf(remainder) < 0;
    if (!isNegative && compareLimbs(remainder, b) < 0) return { quotient, remainder };
    quotient = sum(quotient, Int16Array.of(isNegative ? -1 : 1));
    remainder = isNegative ? sum(remainder, b) : difference(remainder, b);
  }
  throw new DamagedProduct("A quotient is too far from the right one");
}

/** Limbs of the quotient to compute at a time: as many as the divisor has, if it has enough. */
function blockLength(length: number, divisor: number): number {
  return Math.min(length, Math.max(divisor, MIN_BLOCK));
}

function blockCost(block: number, divisor: number): number {
  const [longer, shorter] = [Math.max(block, divisor), Math.min(block, divisor)];
  return productPlan(block + 3, block + GUARD_LIMBS).cost + productPlan(longer, shorter).cost +
    BLOCK_NS_PER_LIMB * (block + divisor);
}

function appended(low: Limbs, high: Limbs): Limbs {
  const limbs = new Int16Array(low.length + high.length);
  limbs.set(low);
  limbs.set(high, low.length);
  return limbs;
}
