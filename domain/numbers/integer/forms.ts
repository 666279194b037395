import { bigintFromLimbs, limbsFromBigint } from "../limbs/bigint.ts";
import type { Limbs } from "../limbs/limbs.ts";
import type { Integer } from "./integer.ts";

/** Decimal digits, about, of the longest integers that are bigints. */
export const BIGINT_DIGITS = 1_200;

/** Longer bigints become limbs. */
const BIGINT_BITS = 3_986n;

/** Limbs that are not longer become bigints. */
const BIGINT_LIMBS = 300;

/** The form that an integer of this size has. */
export function integerOf(value: bigint | Limbs): Integer {
  if (typeof value === "bigint") return isShort(value) ? value : limbsFromBigint(value);
  return value.length > BIGINT_LIMBS ? value : bigintFromLimbs(value);
}

/** The value in limbs. */
export function limbsOf(value: Integer): Limbs {
  return typeof value === "bigint" ? limbsFromBigint(value) : value;
}

/** The value as a bigint. */
export function bigintOf(value: Integer): bigint {
  return typeof value === "bigint" ? value : bigintFromLimbs(value);
}

function isShort(value: bigint): boolean {
  const high = value >> BIGINT_BITS;
  return high === 0n || high === -1n;
}
