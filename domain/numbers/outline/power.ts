import { modPower } from "../integers/mod_power.ts";
import { predictPowerResidueSeconds } from "../residue/power_residue.ts";
import { bitLength } from "../integers/bit_length.ts";
import { decimalLength, valuation } from "../integers/integer_arithmetic.ts";
import { isDecidedAtOnce, MOST_BITS } from "./leading_digits.ts";
import { dropBits, type Interval, multiply, subtract } from "./interval.ts";
import { lnOfScaled } from "./ln_of_scaled.ts";
import {
  EXACT_DIGITS,
  exactInteger,
  type LargeValue,
  type OutlinedValue,
} from "./outlined_value.ts";
import type { OutlineRequest } from "./outline.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { predictLeadingSeconds } from "./predict_seconds.ts";
import type { Rational } from "../integers/rational.ts";

/** Bits of the base 2, whose logarithm is a cached constant. */
const SMALL_BASE_BITS = 2;
/** Powers of up to this many factors are computed, however long the base is. */
const FEW_FACTORS = 8n;
const WORST_CASE_RATIO = 9;
const QUICK_SECONDS = 1e-3;

/**
 * base^exponent for an integer exponent of either sign; 0^0 is 1. Throws a RangeError for a negative
 * power of zero.
 */
export function powerValue(base: Rational, exponent: bigint, tools: OutlineTools): OutlinedValue {
  if (exponent === 0n) return exactInteger(() => 1n);
  if (base.numerator === 0n) {
    if (exponent < 0n) throw new RangeError("Zero has no negative power");
    return exactInteger(() => 0n);
  }
  const { p, q, shift, times, sign } = normalize(base, exponent);
  const digits = BigInt(Math.max(decimalLength(p), decimalLength(q)));
  const isShort = times <= FEW_FACTORS || digits * times <= BigInt(EXACT_DIGITS);
  if (isShort || (p === 1n && q === 1n)) {
    return {
      kind: "exact",
      shift,
      compute: () => ({
        numerator: BigInt(sign) * (p === 1n ? 1n : p ** times),
        denominator: q === 1n ? 1n : q ** times,
      }),
      predictSeconds: () => 1e-3,
    };
  }
  return largePowerValue(base, exponent, tools);
}

/** base^exponent from its logarithm, for a base other than 0 and ±10^k. */
export function largePowerValue(
  base: Rational,
  exponent: bigint,
  tools: OutlineTools,
): OutlinedValue {
  const { p, q, shift, times, sign } = normalize(base, exponent);
  const isInteger = q === 1n && shift >= 0n;
  const value: LargeValue = {
    kind: "large",
    sign,
    shift,
    ln: (bits) => lnOfPower(p, q, { times, bits, tools }),
    lastDigits: isInteger
      ? (count) => ({ zeros: shift, residue: modPower(p, times, 10n ** BigInt(count)) })
      : undefined,
  };
  return {
    ...value,
    predictSeconds: (request) => {
      const baseBits = bitLength(p) + bitLength(q) - 1;
      return predictPowerSeconds(value, request, { baseBits, times, tools }) +
        (isInteger ? predictPowerResidueSeconds(times, 10n ** BigInt(request.trailing)) : 0);
    },
  };
}

/**
 * A base of b bits and an exponent of e bits can be chosen so that deciding the first digits takes
 * b + e binary places of the logarithm; for all other inputs the usual number suffices. If a first
 * round is cheap or the worst case much slower, run it to find out; otherwise return a value
 * between the two predictions.
 */
function predictPowerSeconds(
  value: LargeValue,
  request: OutlineRequest,
  { baseBits, times, tools }: {
    readonly baseBits: number;
    readonly times: bigint;
    readonly tools: OutlineTools;
  },
): number {
  const logarithms = baseBits <= SMALL_BASE_BITS ? 0 : 1.5;
  const bits = bitLength(times);
  const usual = predictLeadingSeconds(request, bits, logarithms);
  const places = Math.min(bits + baseBits, MOST_BITS);
  const worst = usual + predictLeadingSeconds(request, bits + places, logarithms);
  const isClear = worst <= WORST_CASE_RATIO * usual && usual > QUICK_SECONDS;
  if (isClear) return usual ** 0.75 * worst ** 0.25;
  return isDecidedAtOnce(value, request.leading, tools) ? usual : worst;
}

/** |base|^|exponent| = (p/q)^times · 10^shift, where 10 divides neither p nor q. */
function normalize(base: Rational, exponent: bigint) {
  const isNegative = base.numerator < 0n;
  const numerator = isNegative ? -base.numerator : base.numerator;
  const [above, below] = exponent < 0n
    ? [base.denominator, numerator]
    : [numerator, base.denominator];
  const times = exponent < 0n ? -exponent : exponent;
  const [zerosAbove, zerosBelow] = [valuation(above, 10n), valuation(below, 10n)];
  const sign: -1 | 1 = isNegative && times % 2n === 1n ? -1 : 1;
  return {
    p: above / 10n ** BigInt(zerosAbove),
    q: below / 10n ** BigInt(zerosBelow),
    shift: BigInt(zerosAbove - zerosBelow) * times,
    times,
    sign,
  };
}

/** times · (ln p − ln q), with `bits` binary places. */
function lnOfPower(
  p: bigint,
  q: bigint,
  { times, bits, tools }: {
    readonly times: bigint;
    readonly bits: number;
    readonly tools: OutlineTools;
  },
): Interval {
  const guard = bitLength(times) + 4;
  const fine = bits + guard;
  const above = lnOfScaled(p, { bits: fine }, tools);
  const difference = q === 1n ? above : subtract(above, lnOfScaled(q, { bits: fine }, tools));
  return dropBits(multiply(difference, times), guard);
}
