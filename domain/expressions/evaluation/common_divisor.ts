import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";

/** Remainders by divisors up to this take a single pass. */
const LARGEST_WORD = 2n ** 26n;

/**
 * The greatest common divisor of a and b, positive unless both are 0. Long numbers are divided first:
 * of quotients that are integers, one divides the other.
 */
export function commonDivisor(a: Integer, b: Integer, integers: IntegerArithmetic): Integer {
  if (isUnit(a) || isUnit(b)) return 1n;
  if (typeof a === "bigint" && typeof b === "bigint") return integers.gcd(a, b);
  const [longer, shorter] = integers.digitCount(a) < integers.digitCount(b) ? [b, a] : [a, b];
  if (integers.isZero(shorter)) return integers.gcd(longer, shorter);
  return integers.gcd(shorter, remainder(longer, shorter, integers));
}

function remainder(n: Integer, divisor: Integer, integers: IntegerArithmetic): Integer {
  const isWord = typeof divisor === "bigint" && divisor > 0n && divisor <= LARGEST_WORD;
  return isWord
    ? BigInt(integers.remainderByWord(n, Number(divisor)))
    : integers.quotientAndRemainder(n, divisor).remainder;
}

function isUnit(n: Integer): boolean {
  return n === 1n || n === -1n;
}
