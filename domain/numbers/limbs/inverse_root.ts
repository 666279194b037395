import { type Approximation, exactly, minus, plus, rounded, times } from "./approximation.ts";
import { limbsFromBigint } from "./bigint.ts";
import { BASE, type Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan, squarePlan } from "./plan.ts";
import { divideByWord } from "./word_division.ts";

/** Length up to which doubles suffice: their relative error is below 10^−12. */
const START_LENGTH = 4;

/** Above this degree, a step loses another limb. */
const LARGE_DEGREE = 1_000;

/** Nanoseconds on the reference machine of a step's linear passes and calls. */
const STEP_NS = 2_000;
const STEP_NS_PER_LIMB = 12;

/** A root to approximate. */
export interface InverseRootOptions {
  /** Integer from 2 to 10^8. */
  readonly degree: number;
  /** Limbs of the result. */
  readonly length: number;
}

/**
 * x^(−1/degree) for x > 0, with a relative error of at most 4 · BASE^(1 − length), by Newton's
 * method: y ← y + y · (1 − x · y^degree) / degree.
 */
export function inverseRoot(
  x: Approximation,
  { degree, length }: InverseRootOptions,
  multiplier: Multiplier,
): Approximation {
  if (length <= START_LENGTH) return startingRoot(x, degree);
  const half = startLength(length, degree);
  const y = inverseRoot(x, { degree, length: half }, multiplier);
  const power = roundedPower(y, { degree, length: length + 1 }, multiplier);
  const error = rounded(
    minus(exactly(Int16Array.of(1)), times(rounded(x, length + 1), power, multiplier)),
    half,
  );
  const step = times(y, divided(error, degree), multiplier);
  multiplier.meter.spend(stepCost(length));
  return rounded(plus(y, step), length);
}

/** Predicted cost of `inverseRoot`, in nanoseconds on the reference machine. */
export function inverseRootCost({ degree, length }: InverseRootOptions): number {
  if (length <= START_LENGTH) return STEP_NS;
  const half = startLength(length, degree);
  return inverseRootCost({ degree, length: half }) + stepCost(length) +
    powerCost({ degree, length: half }, length + 1) + productPlan(length + 1, length + 1).cost +
    productPlan(half, half).cost;
}

/** From a double, written in four limbs after the point. */
function startingRoot({ limbs, exponent }: Approximation, degree: number): Approximation {
  const top = limbs.subarray(-START_LENGTH);
  const leading = top.reduceRight((value, limb) => value * BASE + limb, 0);
  const power = exponent + limbs.length - top.length;
  const rest = power - degree * Math.floor(power / degree);
  const root = Math.exp(-(Math.log(leading) + rest * Math.log(BASE)) / degree);
  const scale = START_LENGTH + Math.ceil(-Math.log(root) / Math.log(BASE));
  return {
    limbs: limbsFromBigint(BigInt(Math.round(root * BASE ** (scale - 1)))),
    exponent: -Math.floor(power / degree) - scale + 1,
  };
}

/** y^degree in `length` limbs, by binary exponentiation from the top bit. */
function roundedPower(
  y: Approximation,
  { degree, length }: InverseRootOptions,
  multiplier: Multiplier,
): Approximation {
  let power = y;
  for (const bit of degree.toString(2).slice(1)) {
    const square = { limbs: multiplier.square(power.limbs), exponent: 2 * power.exponent };
    power = rounded(square, length);
    if (bit === "1") power = rounded(times(power, y, multiplier), length);
  }
  return power;
}

function powerCost({ degree, length: start }: InverseRootOptions, length: number): number {
  let [cost, limbs] = [0, start];
  for (const bit of degree.toString(2).slice(1)) {
    cost += squarePlan(limbs).cost;
    limbs = Math.min(2 * limbs, length);
    if (bit === "1") cost += productPlan(limbs, start).cost;
  }
  return cost;
}

/** x / degree with one more limb. */
function divided({ limbs, exponent }: Approximation, degree: number): Approximation {
  const extended: Limbs = new Int16Array(limbs.length + 2);
  extended.set(limbs, 2);
  return { limbs: divideByWord(extended, degree).quotient, exponent: exponent - 2 };
}

/** Length from which a step reaches `length`. */
function startLength(length: number, degree: number): number {
  const guard = degree > LARGE_DEGREE ? 2 : 1;
  return Math.min(length - 1, ((length + 1) >> 1) + guard);
}

function stepCost(length: number): number {
  return STEP_NS + STEP_NS_PER_LIMB * length;
}
