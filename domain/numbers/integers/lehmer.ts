import { bitLength } from "./bit_length.ts";

/** Maximum leading bits used by a step: sums with cofactors stay below 2^53. */
const LEADING_BITS = 52;

/** Leading parts below this are extracted again with more bits. */
const SHORT_LEADING = 2 ** 46;

/** Up to this many bits plain Euclidean divisions are faster, by measurement. */
const LONGEST_EUCLID = 2_600n;

/** Cofactors of a step: (x, y) becomes (s·x + t·y, u·x + v·y). */
export type Cofactors = readonly [s: bigint, t: bigint, u: bigint, v: bigint];

/** Whether Lehmer's steps are faster than Euclidean divisions for the smaller of two numbers. */
export function isWorthLehmer(y: bigint): boolean {
  return y >> LONGEST_EUCLID > 0n;
}

/** The shift that leaves the leading bit of a positive integer. */
export function wholeShift(x: bigint): bigint {
  return BigInt(bitLength(x) - 1);
}

/** The shift that leaves the leading 47 to 52 bits of a long x, given the shift of a larger number. */
export function leadingShift(x: bigint, previous: bigint): bigint {
  const leading = Number(x >> previous);
  if (leading >= SHORT_LEADING) return previous;
  if (leading === 0) return leadingShift(x, wholeShift(x));
  const bits = Math.floor(Math.log2(leading + 0.5)) + 1;
  return leadingShift(x, previous - BigInt(LEADING_BITS - bits));
}

/**
 * The product of the Euclidean steps on x ≥ y > 0 that their bits above `shift` determine, or
 * undefined if they determine none. Algorithm L of Knuth, The Art of Computer Programming,
 * volume 2, section 4.5.2 (Lehmer 1938), in doubles.
 */
export function lehmerStep(x: bigint, y: bigint, shift: bigint): Cofactors | undefined {
  let [a, b] = [Number(x >> shift), Number(y >> shift)];
  let [s, t, u, v] = [1, 0, 0, 1];
  while (b + u > 0 && b + v > 0) {
    const quotient = Math.floor((a + s) / (b + u));
    if (quotient !== Math.floor((a + t) / (b + v))) break;
    [s, u] = [u, s - quotient * u];
    [t, v] = [v, t - quotient * v];
    [a, b] = [b, a - quotient * b];
  }
  return t === 0 ? undefined : [BigInt(s), BigInt(t), BigInt(u), BigInt(v)];
}
