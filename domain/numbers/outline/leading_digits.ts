import { exp } from "./exp.ts";
import { bitLength } from "../integers/bit_length.ts";
import { ceilDivide, floorDivide } from "../integers/integer_arithmetic.ts";
import type { Interval } from "./interval.ts";
import type { LargeValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { Undecided } from "./undecided.ts";

/** Extra digits of the fractional part of the logarithm. */
const GUARD_DIGITS = 12;
const GUARD_BITS = 8;

/** Binary places of the logarithm in the last round. */
export const MOST_BITS = 40_000;

/** A value's decimal exponent and its first digits. */
export interface LeadingDigits {
  readonly exponent10: bigint;
  readonly leading: string;
}

/**
 * ⌊log10 |x|⌋ and the first `count` digits of x, proven by an interval for the logarithm that is
 * narrowed until both ends give the same digits (Ziv 1991). With a `count` of 0, only the exponent.
 * x must not be a number of `count` digits times a power of ten. Throws `Undecided` beyond 40,000
 * binary places.
 */
export function leadingDigits(
  value: LargeValue,
  count: number,
  tools: OutlineTools,
): LeadingDigits {
  for (let bits = firstPrecision(count);; bits = Math.min(2 * bits, MOST_BITS)) {
    tools.context.checkpoint();
    const { lo, hi, leading } = digitsAt(value, { bits, count }, tools);
    if (leading !== undefined) return { exponent10: lo + value.shift, leading };
    if (bits < MOST_BITS) continue;
    throw lo === hi ? new Undecided() : new Undecided(hi + value.shift);
  }
}

/** Whether the first round decides the first `count` digits. */
export function isDecidedAtOnce(value: LargeValue, count: number, tools: OutlineTools): boolean {
  const { leading } = digitsAt(value, { bits: firstPrecision(count), count }, tools);
  return leading !== undefined;
}

/** One round: both ends of ⌊log10 |x|⌋, and the digits if they are decided. */
function digitsAt(
  value: LargeValue,
  { bits, count }: { readonly bits: number; readonly count: number },
  tools: OutlineTools,
): { readonly lo: bigint; readonly hi: bigint; readonly leading: string | undefined } {
  const logarithm = log10(value, bits, tools);
  const [lo, hi] = [logarithm.lo >> BigInt(bits), logarithm.hi >> BigInt(bits)];
  if (lo !== hi) return { lo, hi, leading: undefined };
  return { lo, hi, leading: count === 0 ? "" : mantissaDigits(logarithm, { bits, count }, tools) };
}

/** Binary places of the logarithm in the first round. */
export function firstPrecision(count: number): number {
  return Math.ceil((count + GUARD_DIGITS) * Math.log2(10));
}

/** log10(|x| / 10^shift), with `bits` binary places. */
function log10(value: LargeValue, bits: number, { constants, context }: OutlineTools): Interval {
  const places = bits + GUARD_BITS;
  const { lo, hi } = value.ln(places);
  const integerBits = Math.max(bitLength(lo), bitLength(hi)) - places;
  const precise = bits + Math.max(integerBits, 0) + GUARD_BITS;
  const ln10 = constants.ln10(precise, context);
  // lo/2^places / (ln10/2^precise), in units of 2^−bits.
  const scale = BigInt(precise - GUARD_BITS);
  return {
    lo: floorDivide(lo << scale, lo < 0n ? ln10.lo : ln10.hi),
    hi: ceilDivide(hi << scale, hi < 0n ? ln10.hi : ln10.lo),
  };
}

/**
 * The first digits of 10^f for the fractional parts f of an interval that contains no integer;
 * undefined if both ends give different digits. 10^f is the fourth power of e^(f · ln 10 / 4),
 * which keeps the argument below 1.
 */
function mantissaDigits(
  { lo, hi }: Interval,
  { bits, count }: { readonly bits: number; readonly count: number },
  { constants, context }: OutlineTools,
): string | undefined {
  const places = bits + GUARD_BITS;
  const integer = (lo >> BigInt(bits)) << BigInt(bits);
  const ln10 = constants.ln10(places, context);
  const shift = BigInt(bits + 2);
  const low = ((lo - integer) * ln10.lo) >> shift;
  const high = -(-((hi - integer) * ln10.hi) >> shift);
  const base = exp(low, places, context);
  // e^(low + d) ≤ e^low · (1 + 2d) for 0 ≤ d ≤ 1.
  const top = base.hi + ((base.hi * 2n * (high - low)) >> BigInt(places)) + 1n;
  const scale = BigInt(4 * places);
  const power = 10n ** BigInt(count - 1);
  const digits = (base.lo ** 4n * power) >> scale;
  return digits === (top ** 4n * power) >> scale ? String(digits) : undefined;
}
