import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { exponentsCost, permutationExponents } from "./integers/prime_exponents.ts";
import { integerProduct, integerProductCost } from "./large/integer_product.ts";
import { log10Falling } from "./large/log10_gamma.ts";
import { digitsByBit, primePowerProduct, primePowerProductCost } from "./large/prime_powers.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { textCost } from "./limbs/text.ts";
import { smallFallingFactorial } from "./small/falling_factorial.ts";
import { smallResultSeconds } from "./small/seconds.ts";

/** Up to this many digits V8's BigInt is faster. */
const LARGEST_SMALL_DIGITS = 2_500;

/** The primes up to n are sieved if n is at most this, and at most this multiple of k. */
const LARGEST_SIEVED = 2 ** 26;
const LARGEST_MULTIPLE = 4;

/** n · (n − 1) · … · (n − k + 1) for integers n ≥ 0 and k ≥ 0: 0 for k > n. */
export function permutations(n: bigint, k: bigint, context: ComputeContext): DecimalText {
  if (k > n) return "0";
  const count = Number(k);
  if (log10Falling(n, count) <= LARGEST_SMALL_DIGITS) {
    return smallFallingFactorial(n, count).toString();
  }
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeCost(n, count));
  if (isSieved(n, count)) {
    const exponents = permutationExponents(Number(n), count, multiplier.meter);
    const { limbs, zeros } = primePowerProduct(exponents, multiplier);
    return writeDecimalText("", [{ digits: limbs, shift: zeros }], multiplier.meter);
  }
  const factors = { count, digitsEach: n.toString().length, at: (i: number) => n - BigInt(i) };
  const limbs = integerProduct(factors, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: 0 }], multiplier.meter);
}

/** Predicted seconds of `permutations`, on one core of the reference machine. */
export function permutationsSeconds(n: bigint, k: bigint): number {
  if (k > n) return smallResultSeconds(1);
  const digits = log10Falling(n, Number(k));
  return digits <= LARGEST_SMALL_DIGITS
    ? smallResultSeconds(digits)
    : largeCost(n, Number(k)) * 1e-9;
}

function isSieved(n: bigint, count: number): boolean {
  return n <= LARGEST_SIEVED && Number(n) <= LARGEST_MULTIPLE * count;
}

function largeCost(n: bigint, count: number): number {
  const digits = log10Falling(n, count);
  if (!isSieved(n, count)) return integerProductCost(digits) + textCost(digits / 4);
  const primes = Number(n) / Math.log(Number(n));
  return exponentsCost(Number(n)) + primePowerProductCost(digitsByBit(count, digits), primes);
}
