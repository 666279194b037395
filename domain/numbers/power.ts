import { log10Estimate } from "./digit_count.ts";
import { largePower, largePowerCost } from "./large/power.ts";
import type { Limbs } from "./limbs/limbs.ts";
import type { Multiplier } from "./limbs/multiplier.ts";
import { smallPower } from "./small/power.ts";
import { LARGEST_SMALL } from "./thresholds.ts";

/** base^exponent for an integer's digits, without zeros at the end, and an integer exponent ≥ 0. */
export function power(base: string, exponent: number, multiplier: Multiplier): string | Limbs {
  return isSmallPower(base, exponent)
    ? smallPower(base, exponent)
    : largePower(base, exponent, multiplier);
}

/** Predicted cost of `power` in nanoseconds of the machine that `limbs/costs.ts` is about. */
export function powerCost(base: string, exponent: number): number {
  return isSmallPower(base, exponent) ? 0 : largePowerCost(base, exponent);
}

/** Whether V8's BigInt is the faster way to the power. */
export function isSmallPower(base: string, exponent: number): boolean {
  return base === "1" || base.length * exponent <= LARGEST_SMALL.powerDigits ||
    log10Estimate(base) * exponent <= LARGEST_SMALL.powerDigits;
}
