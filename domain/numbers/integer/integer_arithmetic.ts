import type { DecimalText } from "../decimal_text.ts";
import type { Limbs } from "../limbs/limbs.ts";
import type { Integer, QuotientAndRemainder, RemovedFactor, Root } from "./integer.ts";

/**
 * Exact arithmetic on integers of any size. Long operations pass checkpoints every few milliseconds
 * and throw what these throw, and `DamagedProduct` after a fault of the machine. `predictSeconds`
 * has the cost of each operation.
 */
export interface IntegerArithmetic {
  fromBigint(value: bigint): Integer;
  /** Reads an optional `-` and decimal digits. Throws a SyntaxError for any other text. */
  fromDecimalText(text: DecimalText): Integer;
  /** Takes ownership of the limbs, which must not change afterwards. */
  fromLimbs(limbs: Limbs): Integer;
  /** The value as a bigint: quadratic time, so check `digitCount` first. */
  toBigint(value: Integer): bigint;
  toDecimalText(value: Integer): DecimalText;

  sign(value: Integer): -1 | 0 | 1;
  isZero(value: Integer): boolean;
  /** −1, 0 or 1 as a is less than, equal to or greater than b. */
  compare(a: Integer, b: Integer): -1 | 0 | 1;
  /** Number of decimal digits of |value|; 1 for zero. */
  digitCount(value: Integer): number;
  /** |value| mod 10^count, for an integer count ≥ 0. */
  lowDigits(value: Integer, count: number): Integer;
  /** How often 10 divides a value other than 0. */
  trailingZeros(value: Integer): number;

  negate(value: Integer): Integer;
  add(a: Integer, b: Integer): Integer;
  subtract(a: Integer, b: Integer): Integer;
  multiply(a: Integer, b: Integer): Integer;
  square(value: Integer): Integer;
  /** base^exponent for an integer exponent ≥ 0; 0^0 = 1. */
  power(base: Integer, exponent: number): Integer;

  /**
   * ⌊a / b⌋ and the remainder a − b · ⌊a / b⌋, which is 0 or has the sign of b. Throws a RangeError
   * for b = 0.
   */
  quotientAndRemainder(a: Integer, b: Integer): QuotientAndRemainder;
  /** a / b. Throws a RangeError if b is 0 or does not divide a. */
  exactQuotient(a: Integer, b: Integer): Integer;
  /** value mod m in [0, m), for an integer m from 1 to 2^26, in linear time. */
  remainderByWord(value: Integer, m: number): number;
  /** The non-negative greatest common divisor; gcd(0, 0) = 0. */
  gcd(a: Integer, b: Integer): Integer;
  /**
   * Divides by an integer factor from 2 to 2^26 as often as possible, for a value other than 0, but
   * at most `limit` times, which has no bound by default.
   */
  removeFactor(value: Integer, factor: number, limit?: number): RemovedFactor;

  /** The square root, truncated. Throws a RangeError for negative values. */
  isqrt(value: Integer): Root;
  /**
   * The root of an integer degree ≥ 1, truncated towards zero. Throws a RangeError for an even root
   * of a negative value.
   */
  iroot(value: Integer, degree: number): Root;
}
