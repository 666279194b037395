import { gcd } from "./gcd.ts";

/** A rational number. Inputs are in lowest terms with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** p/q in lowest terms with a positive denominator. Throws a RangeError for q = 0. */
export function reduce(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError("The denominator is zero");
  const common = gcd(numerator, denominator);
  const divisor = denominator < 0n ? -common : common;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
