import type { ComputeContext } from "../compute_context.ts";
import { integerRoot, integerRootSeconds } from "../integers/integer_root.ts";
import { DIGITS_PER_LIMB } from "../limbs/limbs.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { integerRoot as rootOfLimbs, integerRootCost } from "../limbs/root.ts";
import { bigintOf, integerOf } from "./forms.ts";
import type { Integer, Root } from "./integer.ts";

/** Limbs of the longest radicands whose roots BigInt finds faster, conversions included. */
const BIGINT_RADICAND = 1_250;

/** More than log2 of BASE: an upper bound of the bits of a number by its limbs. */
const BITS_PER_LIMB = 14;

const BITS_PER_DIGIT = Math.log2(10);
const NS_PER_SECOND = 1e9;

/** Nanoseconds in which a digit becomes part of a bigint and of the root's limbs. */
const CONVERSION_NS_PER_DIGIT = 15;

/** The root of an integer degree ≥ 1, rounded down, for a value ≥ 0. */
export function floorRoot(
  value: Integer,
  degree: number,
  { multiplier, context }: { readonly multiplier: Multiplier; readonly context: ComputeContext },
): Root {
  if (typeof value === "bigint" || value.length <= BIGINT_RADICAND) {
    const { root, isExact } = integerRoot(bigintOf(value), degree, context);
    return { root: integerOf(root), isExact };
  }
  if (degree === 1) return { root: value, isExact: true };
  if (degree > BITS_PER_LIMB * value.length) return { root: 1n, isExact: false };
  const { root, remainder } = rootOfLimbs(value, degree, multiplier);
  return { root: integerOf(root), isExact: remainder.length === 0 };
}

/** Predicted cost of `floorRoot`, by decimal digits, in nanoseconds. */
export function floorRootCost(digits: number, degree: number): number {
  const bits = BITS_PER_DIGIT * digits;
  if (degree < 2 || degree > bits) return 0;
  const limbs = Math.ceil(digits / DIGITS_PER_LIMB);
  if (limbs > BIGINT_RADICAND) return integerRootCost(limbs, degree);
  return NS_PER_SECOND * integerRootSeconds(bits, degree) + CONVERSION_NS_PER_DIGIT * digits;
}
