import { type Decimal, isZero, toNumber } from "./decimal.ts";
import { decimalPowerFactors } from "./decimal_power.ts";
import { type DigitCount, factorialDigits, fibonacciDigits, log10Estimate } from "./digit_count.ts";
import { largeFactorialCost } from "./large/factorial.ts";
import { largeFibonacciCost } from "./large/fibonacci.ts";
import { largePowerCost } from "./large/power.ts";
import { isSmallPower } from "./power.ts";
import { LARGEST_SMALL } from "./thresholds.ts";

const SECONDS_PER_NANOSECOND = 1e-9;

/** Seconds to decimal text by digits of the result, for V8's BigInt. */
const BIGINT_SECONDS: readonly (readonly [digits: number, seconds: number])[] = [
  [100, 1e-6],
  [500, 6e-6],
  [1_000, 17e-6],
  [1_500, 35e-6],
  [5_000, 200e-6],
];

/*
 * Predictions are seconds of one core of the machine that `limbs/costs.ts` is about: multiply them by
 * `relativeTime()` for this one.
 */

/** Predicted seconds from n to the text of n!. */
export function factorialSeconds(n: Decimal): number {
  const value = toNumber(n);
  return value <= LARGEST_SMALL.factorial
    ? bigintSeconds(factorialDigits(n))
    : largeFactorialCost(value) * SECONDS_PER_NANOSECOND;
}

/** Predicted seconds from n to the text of F(n). */
export function fibonacciSeconds(n: Decimal): number {
  const value = toNumber(n);
  return value <= LARGEST_SMALL.fibonacci
    ? bigintSeconds(fibonacciDigits(n))
    : largeFibonacciCost(value) * SECONDS_PER_NANOSECOND;
}

/** Predicted seconds from base and exponent to the text of the power. */
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

/** Interpolated on log scales. */
function bigintSeconds(digits: DigitCount): number {
  const size = Number(digits);
  const [smallest, leastTime] = BIGINT_SECONDS[0]!;
  if (size <= smallest) return leastTime;
  const above = BIGINT_SECONDS.findIndex(([limit]) => size <= limit);
  const [lowSize, lowTime] = BIGINT_SECONDS.at(above - 1)!;
  const [highSize, highTime] = BIGINT_SECONDS.at(above)!;
  const slope = Math.log(highTime / lowTime) / Math.log(highSize / lowSize);
  return lowTime * (size / lowSize) ** slope;
}
