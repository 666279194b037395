import { compareLimbs, difference, signOf, sum } from "./addition.ts";
import {
  type Approximation,
  exactly,
  minus,
  nearestInteger,
  rounded,
  times,
} from "./approximation.ts";
import { integerPower, integerPowerCost } from "./integer_power.ts";
import { inverseRoot, inverseRootCost } from "./inverse_root.ts";
import type { Limbs } from "./limbs.ts";
import { multiplyByWord } from "./linear.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan } from "./plan.ts";
import { reciprocal, reciprocalCost } from "./reciprocal.ts";
import { DamagedProduct } from "./residues.ts";

/** The integer part of a root, and what it leaves of the radicand: root^degree + remainder. */
export interface LimbRoot {
  readonly root: Limbs;
  readonly remainder: Limbs;
}

/** Limbs that the approximation needs beyond those of the root, for an error below 1. */
const GUARD_LIMBS = 2;

/** 0.49. */
const ALMOST_HALF: Approximation = { limbs: Int16Array.of(4_900), exponent: -1 };

const LEADING_LIMBS = 4;

const CALL_NS = 5_000;
const LINEAR_NS_PER_LIMB = 3;

/**
 * The s with s^degree ≤ n < (s + 1)^degree, for n > 0 and an integer degree from 2 to 10^8, from an
 * approximation that powers of s prove. Throws `DamagedProduct` if the proof fails.
 */
export function integerRoot(n: Limbs, degree: number, multiplier: Multiplier): LimbRoot {
  const root = approximateRoot(n, degree, multiplier);
  return proven(n, { root, degree }, multiplier) ??
    proven(n, { root: sum(root, Int16Array.of(-1)), degree }, multiplier) ?? failed();
}

/** Predicted cost of `integerRoot`, by limbs of n, in nanoseconds on the reference machine. */
export function integerRootCost(limbs: number, degree: number): number {
  const length = rootLength(limbs, degree);
  const last = degree === 2 ? productPlan(length, length).cost : reciprocalCost(length);
  const powers = integerPowerCost(limbs / degree, degree);
  return CALL_NS + inverseRootCost({ degree, length }) + last + powers +
    LINEAR_NS_PER_LIMB * limbs;
}

/** The integer part of the root, or 1 more if the root is less than 0.02 below an integer. */
function approximateRoot(n: Limbs, degree: number, multiplier: Multiplier): Limbs {
  const length = rootLength(n.length, degree);
  const inverse = inverseRoot(exactly(n), { degree, length }, multiplier);
  const root = degree === 2
    ? times(rounded(exactly(n), length), inverse, multiplier)
    : reciprocal(inverse, length, multiplier);
  return nearestInteger(minus(root, ALMOST_HALF));
}

/** The root with its remainder, or undefined if its power exceeds n. */
function proven(
  n: Limbs,
  { root, degree }: { readonly root: Limbs; readonly degree: number },
  multiplier: Multiplier,
): LimbRoot | undefined {
  const power = integerPower(root, degree, multiplier);
  const remainder = difference(n, power);
  multiplier.meter.spend(LINEAR_NS_PER_LIMB * n.length);
  if (signOf(remainder) < 0) return undefined;
  const isRight = isBelowNextPower({ root, power, remainder }, degree, multiplier);
  return isRight ? { root, remainder } : failed();
}

function failed(): never {
  throw new DamagedProduct("A root is too far from the right one");
}

/** Whether power + remainder < (root + 1)^degree, where power = root^degree. */
function isBelowNextPower(
  { root, power, remainder }: LimbRoot & { readonly power: Limbs },
  degree: number,
  multiplier: Multiplier,
): boolean {
  if (isWithinDerivative({ root, power, remainder }, degree, multiplier)) return true;
  const next = sum(root, Int16Array.of(1));
  return compareLimbs(sum(power, remainder), integerPower(next, degree, multiplier)) < 0;
}

/**
 * Whether remainder · root < degree · power, which suffices, because the powers differ by
 * degree · root^(degree − 1) or more. Compares leading limbs, with a margin for their errors.
 */
function isWithinDerivative(
  { root, power, remainder }: LimbRoot & { readonly power: Limbs },
  degree: number,
  multiplier: Multiplier,
): boolean {
  const [s, p, r] = [root, power, remainder].map(leading) as [
    Approximation,
    Approximation,
    Approximation,
  ];
  const bound = { ...p, limbs: multiplyByWord(p.limbs, 1_000 * degree) };
  const left = times(r, s, multiplier);
  const margin = { ...left, limbs: multiplyByWord(left.limbs, 1_001) };
  return signOf(minus(bound, margin).limbs) > 0;
}

function leading(limbs: Limbs): Approximation {
  return rounded(exactly(limbs), LEADING_LIMBS);
}

function rootLength(limbs: number, degree: number): number {
  return Math.ceil(limbs / degree) + GUARD_LIMBS;
}
