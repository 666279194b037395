import { log10Estimate } from "../digit_count.ts";
import { DIGITS_PER_LIMB, type Limbs } from "../limbs/limbs.ts";
import { LARGEST_WORD } from "../limbs/linear.ts";
import type { Multiplier } from "../limbs/multiplier.ts";
import { productPlan, squarePlan } from "../limbs/plan.ts";
import { limbsFromDigits, textCost } from "../limbs/text.ts";

/** BigInt computes the first power, with about this many digits. */
const START_DIGITS = 300;

/** Cost of the first power, in nanoseconds on the reference machine. */
const START_NS = 5_000;

/**
 * base^exponent for the digits of a positive integer and an integer exponent ≥ 1, by binary
 * exponentiation from the top bit.
 */
export function largePower(base: string, exponent: number, multiplier: Multiplier): Limbs {
  multiplier.meter.spend(START_NS);
  const steps = stepsFor(base, exponent);
  const start = Math.floor(exponent / 2 ** steps);
  let result = start === 1
    ? limbsFromDigits(base)
    : limbsFromDigits(String(BigInt(base) ** BigInt(start)));
  const word = Number(base);
  const factor = word > LARGEST_WORD ? limbsFromDigits(base) : undefined;
  for (let bit = steps - 1; bit >= 0; bit--) {
    const isOdd = Math.floor(exponent / 2 ** bit) % 2 === 1;
    result = multiplier.multipleOfSquare(result, isOdd && !factor ? word : 1);
    if (isOdd && factor) result = multiplier.product(result, factor);
  }
  return result;
}

/** Predicted cost of `largePower` and of its text, in nanoseconds on the reference machine. */
export function largePowerCost(base: string, exponent: number): number {
  const factor = Math.ceil(base.length / DIGITS_PER_LIMB);
  const limbs = log10Estimate(base) / DIGITS_PER_LIMB;
  let cost = START_NS + textCost(exponent * limbs);
  for (let bit = stepsFor(base, exponent) - 1; bit >= 0; bit--) {
    const times = Math.floor(exponent / 2 ** bit);
    cost += squarePlan(Math.ceil(Math.floor(times / 2) * limbs)).cost;
    if (times % 2 === 0 || Number(base) <= LARGEST_WORD) continue;
    cost += productPlan(Math.ceil((times - 1) * limbs), factor).cost;
  }
  return cost;
}

/** Number of squarings after the first power, which has about `START_DIGITS` or is the base. */
function stepsFor(base: string, exponent: number): number {
  const start = Math.max(1, START_DIGITS / log10Estimate(base));
  return Math.min(
    Math.floor(Math.log2(exponent)),
    Math.max(0, Math.ceil(Math.log2(exponent / start))),
  );
}
