import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { gcd } from "./integers/gcd.ts";
import { exponentsCost, progressionExponents } from "./integers/prime_exponents.ts";
import { bigintProduct, integerProduct, integerProductCost } from "./large/integer_product.ts";
import { log10, log10Factorial } from "./large/log10_gamma.ts";
import { digitsByBit, primePowerProduct, primePowerProductCost } from "./large/prime_powers.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { textCost } from "./limbs/text.ts";
import { smallResultSeconds } from "./small/seconds.ts";

/** Up to this many digits V8's BigInt is faster. */
const LARGEST_SMALL_DIGITS = 2_500;

/** Maximum step and maximum n for which multiplying prime powers is faster. */
const LARGEST_SIEVED_STEP = 8;
const LARGEST_SIEVED = 2 ** 26;

/** n · (n − k) · (n − 2k) · … down to the last positive factor, for integers n ≥ 0 and k ≥ 1. */
export function multifactorial(n: bigint, k: bigint, context: ComputeContext): DecimalText {
  const count = Number((n + k - 1n) / k);
  const digits = digitsOf(n, k);
  const factors = {
    count,
    digitsEach: String(n).length,
    at: (i: number) => n - BigInt(i) * k,
  };
  if (count === 0) return "1";
  if (digits <= LARGEST_SMALL_DIGITS) return bigintProduct(factors).toString();
  const multiplier = Multiplier.for(context);
  multiplier.meter.expect(() => largeCost(n, k));
  if (!isSieved(n, k)) {
    const limbs = integerProduct(factors, multiplier);
    return writeDecimalText("", [{ digits: limbs, shift: 0 }], multiplier.meter);
  }
  const progression = { n: Number(n), k: Number(k), common: Number(gcd(n, k)) };
  const exponents = progressionExponents(progression, multiplier.meter);
  const { limbs, zeros } = primePowerProduct(exponents, multiplier);
  return writeDecimalText("", [{ digits: limbs, shift: zeros }], multiplier.meter);
}

/** Predicted seconds of `multifactorial`, on one core of the reference machine. */
export function multifactorialSeconds(n: bigint, k: bigint): number {
  const digits = digitsOf(n, k);
  return digits <= LARGEST_SMALL_DIGITS ? smallResultSeconds(digits) : largeCost(n, k) * 1e-9;
}

function isSieved(n: bigint, k: bigint): boolean {
  return k <= LARGEST_SIEVED_STEP && n <= LARGEST_SIEVED;
}

/** Digits of about (n/k)! · k^(n/k), and at least those of n. */
function digitsOf(n: bigint, k: bigint): number {
  const ratio = Number(1_000n * n / k) / 1_000;
  if (ratio === Infinity) return Infinity;
  return Math.max(log10Factorial(ratio) + ratio * log10(k), log10(n + 1n)) + 1;
}

function largeCost(n: bigint, k: bigint): number {
  const digits = digitsOf(n, k);
  if (!isSieved(n, k)) return integerProductCost(digits) + textCost(digits / 4);
  const top = Number(n);
  const byBit = digitsByBit(Math.ceil(top / Number(k)), digits);
  return exponentsCost(top) + primePowerProductCost(byBit, top / Math.log(top));
}
