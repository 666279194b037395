import type { Interval } from "./interval.ts";
import type { OutlineRequest } from "./outline.ts";
import type { Rational } from "../integers/rational.ts";

/** |x| / 10^zeros modulo 10^count, where 10^zeros is the largest power of ten that divides x. */
export interface LastDigits {
  readonly zeros: bigint;
  readonly residue: bigint;
}

/**
 * A number that is computed in full: at most `EXACT_DIGITS` digits or a few factors, times
 * 10^shift. With a shift other than 0, 10 does not divide the numerator and the denominator is
 * coprime to 10.
 */
export interface ExactValue {
  readonly kind: "exact";
  compute(): Rational;
  readonly shift: bigint;
}

/** A number known by its logarithm and, if it is an integer, by its last digits. */
export interface LargeValue {
  readonly kind: "large";
  readonly sign: -1 | 1;
  /** ln(|x| / 10^shift) with `bits` binary places; a few units wide. */
  ln(bits: number): Interval;
  readonly shift: bigint;
  /** The last `count` digits of an integer; undefined for other numbers. */
  readonly lastDigits: ((count: number) => LastDigits) | undefined;
}

/** A number as an operation describes it, before any of its digits are computed. */
export type OutlinedValue = (ExactValue | LargeValue) & {
  /** Predicted seconds of the outline on one core, with warm tables. */
  predictSeconds(request: OutlineRequest): number;
};

/** An integer that is computed in full. */
export function exactInteger(compute: () => bigint, seconds = 1e-3): OutlinedValue {
  return {
    kind: "exact",
    compute: () => ({ numerator: compute(), denominator: 1n }),
    shift: 0n,
    predictSeconds: () => seconds,
  };
}

/** Numbers of up to this many digits are computed in full. */
export const EXACT_DIGITS = 10_000;
