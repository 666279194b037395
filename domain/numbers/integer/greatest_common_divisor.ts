import { gcdOfLimbs } from "../limbs/gcd.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { integerOf, limbsOf } from "./forms.ts";
import type { Integer } from "./integer.ts";
import type { IntegerArithmetic } from "./integer_arithmetic.ts";

/** Primes removed first: denominators are often powers of small numbers. */
const SMALL_PRIMES = [2, 3, 5, 7, 11, 13];

/**
 * The greatest common divisor of two positive integers, at least one of them long. Fastest if it is the
 * second one that has few small factors.
 */
export function greatestCommonDivisor(
  a: Integer,
  b: Integer,
  { arithmetic, multiplier }: {
    readonly arithmetic: IntegerArithmetic;
    readonly multiplier: Multiplier;
  },
): Integer {
  let [x, y, common] = [a, b, 1n as Integer];
  for (const prime of SMALL_PRIMES) {
    if (arithmetic.remainderByWord(x, prime) !== 0) continue;
    const second = arithmetic.removeFactor(y, prime);
    const first = arithmetic.removeFactor(x, prime, second.count);
    const shared = arithmetic.power(BigInt(prime), first.count);
    [x, y, common] = [first.cofactor, second.cofactor, arithmetic.multiply(common, shared)];
  }
  const rest = typeof x === "bigint" && typeof y === "bigint"
    ? arithmetic.gcd(x, y)
    : integerOf(gcdOfLimbs(limbsOf(x), limbsOf(y), multiplier));
  return arithmetic.multiply(common, rest);
}
