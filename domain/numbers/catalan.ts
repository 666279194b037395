import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { catalanExponents, exponentsCost } from "./integers/prime_exponents.ts";
import { primePowerProduct, primePowerProductCost } from "./large/prime_powers.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallFallingFactorial } from "./small/falling_factorial.ts";
import { smallResultSeconds } from "./small/seconds.ts";

/** Up to this index V8's BigInt is faster. */
const LARGEST_SMALL = 500;

/** The Catalan number (2n)!/(n! (n + 1)!) for an integer n ≥ 0. */
export function catalan(n: number, context: ComputeContext): DecimalText {
  if (n <= LARGEST_SMALL) return String(smallCatalan(n));
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeCost(n));
  const exponents = catalanExponents(n, multiplier.meter);
  const { limbs, zeros } = primePowerProduct(exponents, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: zeros }], multiplier.meter);
}

/** Predicted seconds of `catalan`, on one core of the reference machine. */
export function catalanSeconds(n: number): number {
  if (n === Infinity) return Infinity;
  return n <= LARGEST_SMALL ? smallResultSeconds(digitsOf(n)) : largeCost(n) * 1e-9;
}

function smallCatalan(n: number): bigint {
  const factorial = smallFallingFactorial(BigInt(n), n);
  return smallFallingFactorial(BigInt(2 * n), n) / (factorial * BigInt(n + 1));
}

function largeCost(n: number): number {
  return exponentsCost(2 * n) + primePowerProductCost([digitsOf(n)], 2 * n / Math.log(2 * n));
}

/** Upper bound on the digits: a Catalan number is below 4^n. */
function digitsOf(n: number): number {
  return n * Math.log10(4) + 1;
}
