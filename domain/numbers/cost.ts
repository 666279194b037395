import { type Decimal, isZero, toNumber } from "./decimal.ts";
import { decimalPowerFactors } from "./decimal_power.ts";
import { type DigitCount, factorialDigits, fibonacciDigits, log10Estimate } from "./digit_count.ts";
import { largeFactorialCost } from "./large/factorial.ts";
import { largeFibonacciCost } from "./large/fibonacci.ts";
import { largePowerCost } from "./large/power.ts";
import { isSmallPower } from "./power.ts";
import { BIGINT_THRESHOLDS } from "./thresholds.ts";

const SECONDS_PER_NANOSECOND = 1e-9;

/** Seconds that V8's BigInt takes to compute a decimal text, by digits of the result. */
const BIGINT_SECONDS: readonly (readonly [digits: number, seconds: number])[] = [
  [100, 1e-6],
  [500, 6e-6],
  [1_000, 17e-6],
  [1_500, 35e-6],
  [5_000, 200e-6],
];

/*
 * Predictions are seconds on one core of the reference machine of `limbs/costs.ts`. Multiply them
 * by the slowdown factor (`measureSlowdown()`) to get seconds on this machine.
 */

/** Predicted seconds, on the reference machine, to compute n! as decimal text; integer n ≥ 0. */
export function factorialSeconds(n: Decimal): number {
  const value = toNumber(n);
  return value <= BIGINT_THRESHOLDS.factorial
    ? bigintSeconds(factorialDigits(n))
    : largeFactorialCost(value) * SECONDS_PER_NANOSECOND;
}

/** Predicted seconds, on the reference machine, to compute F(n) as decimal text; integer n. */
export function fibonacciSeconds(n: Decimal): number {
  const index = Math.abs(toNumber(n));
  return index <= BIGINT_THRESHOLDS.fibonacci
    ? bigintSeconds(fibonacciDigits({ ...n, negative: false }))
    : largeFibonacciCost(index) * SECONDS_PER_NANOSECOND;
}

/**
 * Predicted seconds, on the reference machine, to compute base^exponent as decimal text, for an
 * integer exponent.
 */
export function decimalPowerSeconds(base: Decimal, exponent: Decimal): number {
  if (isZero(base) || isZero(exponent)) return bigintSeconds(1);
  const times = Math.abs(toNumber(exponent));
  return decimalPowerFactors(base, exponent).reduce((sum, { digits, power }) => {
    if (digits === "1") return sum;
    if (!isSmallPower(digits, power * times)) {
      return sum + largePowerCost(digits, power * times) * SECONDS_PER_NANOSECOND;
    }
    return sum + bigintSeconds(log10Estimate(digits) * power * times);
  }, 0);
}

/** `BIGINT_SECONDS` for this many digits, interpolated on logarithmic scales. */
function bigintSeconds(digits: DigitCount): number {
  const size = Number(digits);
  const [minSize, minTime] = BIGINT_SECONDS[0]!;
  if (size <= minSize) return minTime;
  const above = BIGINT_SECONDS.findIndex(([limit]) => size <= limit);
  const [lowSize, lowTime] = BIGINT_SECONDS.at(above - 1)!;
  const [highSize, highTime] = BIGINT_SECONDS.at(above)!;
  const slope = Math.log(highTime / lowTime) / Math.log(highSize / lowSize);
  return lowTime * (size / lowSize) ** slope;
}
