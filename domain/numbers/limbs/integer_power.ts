import type { Limbs } from "./limbs.ts";
import type { Multiplier } from "./multiplier.ts";
import { productPlan, squarePlan } from "./plan.ts";

/** x^exponent for an integer exponent ≥ 1, by binary exponentiation from the top bit. */
export function integerPower(x: Limbs, exponent: number, multiplier: Multiplier): Limbs {
  let power = x;
  for (const bit of exponent.toString(2).slice(1)) {
    power = multiplier.square(power);
    if (bit === "1") power = multiplier.product(power, x);
  }
  return power;
}

/** Predicted cost of `integerPower`, by limbs of x, in nanoseconds on the reference machine. */
export function integerPowerCost(limbs: number, exponent: number): number {
  let [cost, times] = [0, 1];
  for (const bit of exponent.toString(2).slice(1)) {
    cost += squarePlan(Math.ceil(times * limbs)).cost;
    times *= 2;
    if (bit === "0") continue;
    cost += productPlan(Math.ceil(times * limbs), Math.ceil(limbs)).cost;
    times++;
  }
  return cost;
}
