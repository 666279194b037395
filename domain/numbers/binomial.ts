import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { binomialExponents, exponentsCost } from "./integers/prime_exponents.ts";
import { integerProductCost } from "./large/integer_product.ts";
import { log10Factorial, log10Falling } from "./large/log10_gamma.ts";
import { primePowerProduct, primePowerProductCost } from "./large/prime_powers.ts";
import { strippedBinomial, strippingCost } from "./large/stripped_binomial.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { textCost } from "./limbs/text.ts";
import { smallFallingFactorial } from "./small/falling_factorial.ts";
import { smallResultSeconds } from "./small/seconds.ts";

/** Up to this many digits of the numerator V8's BigInt is faster. */
const LARGEST_SMALL_DIGITS = 2_500;

/** The primes up to n are sieved if n is at most this, and at most this multiple of k. */
const LARGEST_SIEVED = 2 ** 26;
const LARGEST_MULTIPLE = 400;

/**
 * The binomial coefficient of integers n and k: 0 for k < 0 and for k > n ≥ 0, and
 * (−1)^k · binomial(k − n − 1, k) for n < 0.
 */
export function binomial(n: bigint, k: bigint, context: ComputeContext): DecimalText {
  const { top, least, sign } = normalized(n, k);
  if (least < 0n) return "0";
  const count = Number(least);
  if (count < 2 || log10Falling(top, count) <= LARGEST_SMALL_DIGITS) {
    const value = smallFallingFactorial(top, count) / smallFallingFactorial(least, count);
    return sign + value.toString();
  }
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeCost(top, count));
  if (isSieved(top, count)) {
    const exponents = binomialExponents(Number(top), count, multiplier.meter);
    const { limbs, zeros } = primePowerProduct(exponents, multiplier);
    return writeDecimalText(sign, [{ digits: limbs, shift: zeros }], multiplier.meter);
  }
  const limbs = strippedBinomial(top, count, multiplier);
  return writeDecimalText(sign, [{ digits: limbs, shift: 0 }], multiplier.meter);
}

/** Predicted seconds of `binomial`, on one core of the reference machine. */
export function binomialSeconds(n: bigint, k: bigint): number {
  const { top, least } = normalized(n, k);
  if (least < 0n) return smallResultSeconds(1);
  const count = Number(least);
  const digits = log10Falling(top, count);
  return count < 2 || digits <= LARGEST_SMALL_DIGITS
    ? smallResultSeconds(digits)
    : largeCost(top, count) * 1e-9;
}

/** The coefficient as sign · binomial(top, least) with least ≤ top/2; 0 if least is negative. */
function normalized(n: bigint, k: bigint): { top: bigint; least: bigint; sign: "" | "-" } {
  const top = n < 0n ? k - n - 1n : n;
  const least = k < top - k ? k : top - k;
  return { top, least: k < 0n ? -1n : least, sign: n < 0n && k % 2n !== 0n ? "-" : "" };
}

function isSieved(top: bigint, count: number): boolean {
  return top <= LARGEST_SIEVED && Number(top) <= LARGEST_MULTIPLE * count;
}

function log10Binomial(top: bigint, count: number): number {
  const falling = log10Falling(top, count);
  return falling < Infinity ? falling - log10Factorial(count) : Infinity;
}

function largeCost(top: bigint, count: number): number {
  const digits = log10Binomial(top, count);
  if (isSieved(top, count)) {
    const n = Number(top);
    return exponentsCost(n) + primePowerProductCost([digits], n / Math.log(n));
  }
  return strippingCost(count) + integerProductCost(digits) + textCost(digits / 4);
}
