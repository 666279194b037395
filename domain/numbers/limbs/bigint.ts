import { negation, signOf } from "./addition.ts";
import type { Limbs } from "./limbs.ts";
import { digitsFromLimbs, limbsFromDigits } from "./text.ts";

/** The limbs of an integer; quadratic time for long ones. */
export function limbsFromBigint(value: bigint): Limbs {
  if (value === 0n) return new Int16Array();
  return value < 0n ? negation(limbsFromBigint(-value)) : limbsFromDigits(value.toString());
}

/** The integer that limbs represent; quadratic time for many limbs. */
export function bigintFromLimbs(limbs: Limbs): bigint {
  if (limbs.length === 0) return 0n;
  return signOf(limbs) < 0 ? -bigintFromLimbs(negation(limbs)) : BigInt(digitsFromLimbs(limbs));
}
