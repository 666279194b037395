import { bitLength } from "../../numbers/integers/bit_length.ts";
import type { Rational } from "../../numbers/integers/mod.ts";
import {
  add,
  dropBits,
  fromInteger,
  type Interval,
  multiply,
  subtract,
} from "../../numbers/outline/interval.ts";
import { lnOfScaled } from "../../numbers/outline/ln_of_scaled.ts";
import type { OutlinedValue, OutlineTools } from "../../numbers/outline/mod.ts";

/** The sign of a number, and ln |x| if it is not 0. */
export interface FullLogarithm {
  readonly sign: -1 | 0 | 1;
  /** With `bits` binary places, a few units wide. */
  ln(bits: number): Interval;
}

/** The logarithm of an outlined number, its power of ten included. */
export function fullLogarithm(value: OutlinedValue, tools: OutlineTools): FullLogarithm {
  const { shift } = value;
  const base = value.kind === "exact" ? logarithmOfRational(value.compute(), tools) : value;
  if (shift === 0n) return base;
  return {
    sign: base.sign,
    ln: (bits) => {
      const guard = bitLength(shift) + 2;
      const ln10 = tools.constants.ln10(bits + guard, tools.context);
      return add(base.ln(bits), dropBits(scaled(ln10, shift), guard));
    },
  };
}

export function logarithmOfRational(
  { numerator, denominator }: Rational,
  tools: OutlineTools,
): FullLogarithm {
  if (numerator === 0n) return { sign: 0, ln: () => fromInteger(0n, 0) };
  const magnitude = numerator < 0n ? -numerator : numerator;
  const lnOf = (n: bigint, bits: number): Interval =>
    n === 1n ? { lo: 0n, hi: 0n } : lnOfScaled(n, { bits }, tools);
  return {
    sign: numerator < 0n ? -1 : 1,
    ln: (bits) => subtract(lnOf(magnitude, bits), lnOf(denominator, bits)),
  };
}

/** n · x for an integer n of any sign. */
export function scaled(x: Interval, n: bigint): Interval {
  if (n >= 0n) return multiply(x, n);
  const { lo, hi } = multiply(x, -n);
  return { lo: -hi, hi: -lo };
}
