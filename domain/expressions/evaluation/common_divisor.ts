import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";

/** Integers with more digits than this are not divided by Euclid's algorithm. */
export const LONGEST_GCD_DIGITS = 20_000;

/** Thrown if a greatest common divisor takes too long. */
export class DivisorTooLong extends Error {
  override readonly name = "DivisorTooLong";

  constructor() {
    super(`a common divisor of numbers above ${LONGEST_GCD_DIGITS} digits takes too long`);
  }
}

/** Primes that long denominators are searched for, in groups with products below 2^26. */
const PRIME_GROUPS = [
  [2, 3, 5, 7, 11, 13, 17, 19],
  [23, 29, 31, 37, 41],
  [43, 47, 53, 59],
  [61, 67, 71, 73],
  [79, 83, 89, 97],
] as const;

/**
 * The greatest common divisor of a and b, positive unless both are 0. Beyond
 * `LONGEST_GCD_DIGITS` digits only if one divides the other, or one has only small prime factors;
 * otherwise throws `DivisorTooLong`.
 */
export function commonDivisor(a: Integer, b: Integer, integers: IntegerArithmetic): Integer {
  if (isUnit(a) || isUnit(b)) return 1n;
  if (isShort(a, integers) || isShort(b, integers)) return integers.gcd(a, b);
  const [longer, shorter] = integers.digitCount(a) >= integers.digitCount(b) ? [a, b] : [b, a];
  const { remainder } = integers.quotientAndRemainder(longer, shorter);
  if (integers.isZero(remainder)) {
    return integers.sign(shorter) < 0 ? integers.negate(shorter) : shorter;
  }
  return smoothDivisor(b, a, integers) ?? smoothDivisor(a, b, integers) ?? fail();
}

function fail(): never {
  throw new DivisorTooLong();
}

function isUnit(n: Integer): boolean {
  return n === 1n || n === -1n;
}

function isShort(n: Integer, integers: IntegerArithmetic): boolean {
  return integers.digitCount(n) <= LONGEST_GCD_DIGITS;
}

/** gcd(smooth, other) if the first integer has only small prime factors. */
function smoothDivisor(
  smooth: Integer,
  other: Integer,
  integers: IntegerArithmetic,
): Integer | undefined {
  let [rest, divisor]: [Integer, Integer] = [smooth, 1n];
  for (const group of PRIME_GROUPS) {
    const word = group.reduce((product, prime) => product * prime, 1);
    const [residue, otherResidue] = [rest, other].map((n) => integers.remainderByWord(n, word));
    for (const prime of group.filter((p) => residue! % p === 0)) {
      const { cofactor, count } = integers.removeFactor(rest, prime);
      rest = cofactor;
      if (otherResidue! % prime !== 0) continue;
      const common = Math.min(count, integers.removeFactor(other, prime).count);
      divisor = integers.multiply(divisor, integers.power(BigInt(prime), common));
    }
    if (isUnit(rest)) return divisor;
  }
  return undefined;
}
