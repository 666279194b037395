import { log10Estimate } from "./digit_count.ts";
import { largePower, largePowerCost } from "./large/power.ts";
import type { Limbs } from "./limbs/limbs.ts";
import type { Multiplier } from "./limbs/multiplier.ts";
import { smallPower } from "./small/power.ts";
import { BIGINT_THRESHOLDS } from "./thresholds.ts";

/**
 * base^exponent for an integer exponent ≥ 0, as digits if small and as limbs if large; `base` holds
 * the digits of a positive integer without trailing zeros.
 */
export function power(base: string, exponent: number, multiplier: Multiplier): string | Limbs {
  return isSmallPower(base, exponent)
    ? smallPower(base, exponent)
    : largePower(base, exponent, multiplier);
}

/** Predicted cost of `power` in nanoseconds on the reference machine; 0 if BigInt computes it. */
export function powerCost(base: string, exponent: number): number {
  return isSmallPower(base, exponent) ? 0 : largePowerCost(base, exponent);
}

/** Whether V8's BigInt computes the power faster than limbs. */
export function isSmallPower(base: string, exponent: number): boolean {
  return base === "1" || base.length * exponent <= BIGINT_THRESHOLDS.powerDigits ||
    log10Estimate(base) * exponent <= BIGINT_THRESHOLDS.powerDigits;
}
