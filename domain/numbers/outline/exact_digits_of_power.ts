import type { ComputeContext } from "../compute_context.ts";
import { bitLength } from "../integers/bit_length.ts";
import { decimalLength, valuation } from "../integers/integer_arithmetic.ts";
import { exactDigits } from "./outline_of.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { powerValue } from "./power.ts";
import type { Rational } from "../integers/rational.ts";
import { Undecided } from "./undecided.ts";

/**
 * Maximum bits of a power that is computed and compared with a power of ten if logarithms do not
 * decide.
 */
const MOST_COMPARED_BITS = 1n << 25n;

/**
 * Proven number of decimal digits in the canonical text of base^exponent: an integer, a finite
 * decimal with all its places, or numerator and denominator in lowest terms together. 0^0 is 1.
 * Throws a RangeError for a negative power of zero, and `Undecided`.
 */
export function exactDigitsOfPower(base: Rational, exponent: bigint, tools: OutlineTools): bigint {
  const { numerator, denominator } = base;
  if (numerator === 0n || exponent === 0n) {
    return exactDigits(powerValue(base, exponent, tools), tools);
  }
  const magnitude = numerator < 0n ? -numerator : numerator;
  const [above, below] = exponent < 0n ? [denominator, magnitude] : [magnitude, denominator];
  const times = exponent < 0n ? -exponent : exponent;
  const [twos, fives] = [valuation(below, 2n), valuation(below, 5n)];
  const places = Math.max(twos, fives);
  if (below === 2n ** BigInt(twos) * 5n ** BigInt(fives)) {
    const scaled = above * 10n ** BigInt(places) / below;
    const count = digitsOfIntegerPower(scaled, times, tools);
    const least = places === 0 ? 1n : BigInt(places) * times + 1n;
    return count > least ? count : least;
  }
  return digitsOfIntegerPower(above, times, tools) + digitsOfIntegerPower(below, times, tools);
}

/** Digits of n^times for n ≥ 1 and times ≥ 1. */
function digitsOfIntegerPower(n: bigint, times: bigint, tools: OutlineTools): bigint {
  const zeros = valuation(n, 10n);
  const base = n / 10n ** BigInt(zeros);
  const shift = BigInt(zeros) * times;
  if (base === 1n) return shift + 1n;
  if (times === 1n) return BigInt(decimalLength(n));
  try {
    return shift +
      exactDigits(powerValue({ numerator: base, denominator: 1n }, times, tools), tools);
  } catch (error) {
    if (!(error instanceof Undecided) || error.near === undefined) throw error;
    const isLess = isLessThanPowerOfTen(base, times, { exponent: error.near, tools });
    return shift + error.near + (isLess ? 0n : 1n);
  }
}

/**
 * Whether base^times < 10^exponent, for powers so close that logarithms do not decide. A number of
 * L digits lies in [10^(L−1), 10^L); if the power is close to a power of one of these bounds, that
 * decides. Otherwise the powers themselves are compared.
 */
function isLessThanPowerOfTen(
  base: bigint,
  times: bigint,
  { exponent, tools }: { readonly exponent: bigint; readonly tools: OutlineTools },
): boolean {
  const length = BigInt(decimalLength(base));
  if (exponent === length * times) return true;
  if (exponent === (length - 1n) * times) return false;
  const bits = BigInt(bitLength(base)) * times;
  if (bits > MOST_COMPARED_BITS) throw new Undecided();
  for (let kept = 1 << 17;; kept *= 2) {
    const power = truncatedPower(base, times, kept, tools.context);
    const ten = truncatedPower(10n, exponent, kept, tools.context);
    if (isLess(power.hi, power.shift, ten.lo, ten.shift)) return true;
    if (!isLess(power.lo, power.shift, ten.hi, ten.shift)) return false;
  }
}

/** base^times lies between lo · 2^shift and hi · 2^shift; `kept` leading bits are computed. */
function truncatedPower(base: bigint, times: bigint, kept: number, context: ComputeContext) {
  let [lo, hi, shift] = [1n, 1n, 0];
  const truncate = () => {
    const excess = bitLength(hi) - kept;
    if (excess <= 0) return;
    lo >>= BigInt(excess);
    hi = -(-hi >> BigInt(excess));
    shift += excess;
  };
  for (const bit of times.toString(2)) {
    context.checkpoint();
    [lo, hi, shift] = [lo * lo, hi * hi, 2 * shift];
    truncate();
    if (bit === "0") continue;
    [lo, hi] = [lo * base, hi * base];
    truncate();
  }
  return { lo, hi, shift };
}

/** Whether a · 2^m < b · 2^n. */
function isLess(a: bigint, m: number, b: bigint, n: number): boolean {
  const least = Math.min(m, n);
  return a << BigInt(m - least) < b << BigInt(n - least);
}
