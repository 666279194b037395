import type { Integer, IntegerArithmetic } from "../../numbers/integer/mod.ts";

/**
 * The greatest common divisor of a and b, positive unless both are 0. Long numbers are divided first:
 * of quotients that are integers, one divides the other.
 */
export function commonDivisor(a: Integer, b: Integer, integers: IntegerArithmetic): Integer {
  if (isUnit(a) || isUnit(b)) return 1n;
  if (typeof a === "bigint" || typeof b === "bigint") return integers.gcd(a, b);
  const [longer, shorter] = integers.digitCount(a) < integers.digitCount(b) ? [b, a] : [a, b];
  const { remainder } = integers.quotientAndRemainder(longer, shorter);
  return integers.gcd(shorter, remainder);
}

function isUnit(n: Integer): boolean {
  return n === 1n || n === -1n;
}
