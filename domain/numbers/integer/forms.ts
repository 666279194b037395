import { negation, signOf } from "../limbs/addition.ts";
import type { Limbs } from "../limbs/limbs.ts";
import { digitsFromLimbs, limbsFromDigits } from "../limbs/text.ts";
import type { Integer } from "./integer.ts";

/** Bits of the largest bigints, about 1,200 decimal digits: longer integers become limbs. */
const BIGINT_BITS = 3_986n;

/** Limbs of about as many digits: shorter integers become bigints. */
const BIGINT_LIMBS = 300;

/** The form that an integer of this size has. */
export function integerOf(value: bigint | Limbs): Integer {
  if (typeof value === "bigint") return isShort(value) ? value : limbsOf(value);
  return value.length > BIGINT_LIMBS ? value : bigintOf(value);
}

/** The value in limbs, which must not change. */
export function limbsOf(value: Integer): Limbs {
  if (typeof value !== "bigint") return value;
  if (value === 0n) return new Int16Array();
  return value < 0n ? negation(limbsOf(-value)) : limbsFromDigits(value.toString());
}

/** The value as a bigint. */
export function bigintOf(value: Integer): bigint {
  if (typeof value === "bigint") return value;
  switch (signOf(value)) {
    case 0:
      return 0n;
    case 1:
      return BigInt(digitsFromLimbs(value));
    case -1:
      return -bigintOf(negation(value));
  }
}

function isShort(value: bigint): boolean {
  return value >> BIGINT_BITS === 0n || value >> BIGINT_BITS === -1n;
}
