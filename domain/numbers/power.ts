import { largePower, largePowerCost } from "./large/power.ts";
import type { Limbs } from "./limbs/limbs.ts";
import type { Multiplier } from "./limbs/multiplier.ts";
import { LARGEST_SMALL } from "./thresholds.ts";

/** base^exponent for an integer's digits, without zeros at the end, and an integer exponent ≥ 0. */
export function power(base: string, exponent: number, multiplier: Multiplier): string | Limbs {
  if (base === "1" || exponent === 0) return "1";
  return isSmall(base, exponent)
    ? (BigInt(base) ** BigInt(exponent)).toString()
    : largePower(base, exponent, multiplier);
}

/** Predicted cost of `power` in nanoseconds of the machine that `limbs/costs.ts` is about. */
export function powerCost(base: string, exponent: number): number {
  return base === "1" || isSmall(base, exponent) ? 0 : largePowerCost(base, exponent);
}

function isSmall(base: string, exponent: number): boolean {
  return base.length * exponent <= LARGEST_SMALL.powerDigits;
}
