import { type Decimal, toBigint, toNumber } from "./decimal.ts";
import { type DigitCount, digitCount } from "./digit_count.ts";
import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { exponentsCost, primorialExponents } from "./integers/prime_exponents.ts";
import { primePowerProduct, primePowerProductCost } from "./large/prime_powers.ts";
import { Multiplier } from "./limbs/multiplier.ts";

/** The product of the primes up to an integer n ≥ 0. */
export function primorial(n: number, context: ComputeContext): DecimalText {
  if (n < 2) return "1";
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => cost(n));
  const exponents = primorialExponents(n, multiplier.meter);
  const { limbs, zeros } = primePowerProduct(exponents, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: zeros }], multiplier.meter);
}

/** Predicted seconds of `primorial`, on one core of the reference machine. */
export function primorialSeconds(n: number): number {
  return 1e-5 + cost(Math.max(n, 2)) * 1e-9;
}

/** The logarithm of n# is within a few percent of n, by the prime number theorem. */
function cost(n: number): number {
  return exponentsCost(n) + primePowerProductCost([n * Math.LOG10E], n / Math.log(n));
}

/**
 * An upper bound on the digits of n#, for n ≥ 0: at most 0.1 % too high for n ≥ 10^7. The logarithm
 * of n# is below n (1 + 0.2/ln² n) for n ≥ 3,594,641, and always below 1.01624 n (Dusart, 2010;
 * Rosser and Schoenfeld, 1962).
 */
export function primorialDigits(n: Decimal): DigitCount {
  const value = toNumber(n);
  if (value < 2) return 1;
  const factor = value < 3_594_641 ? 1.01624 : 1 + 0.2 / Math.log(value) ** 2;
  const digits = value * factor * Math.LOG10E + 1;
  if (digits < Number.MAX_SAFE_INTEGER) return Math.floor(digits);
  // 0.45 n exceeds the bound.
  return digitCount(toBigint(n) * 45n / 100n);
}
