import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { baseText, baseTextSeconds } from "./integers/base_text.ts";
import { Meter } from "./meter.ts";
import { partitionsByRecurrence } from "./small/partitions_recurrence.ts";
import { partitionsBySeries, partitionsBySeriesSeconds } from "./small/partitions_series.ts";

/** Up to this argument Euler's recurrence is fast enough; the series starts at 300. */
const LARGEST_SMALL = 300;

/** Larger arguments are predicted to take more than ten minutes. */
const LARGEST = 10 ** 12;

/**
 * The number of ways to write an integer n ≥ 0 as a sum of positive integers, in any order. Throws a
 * RangeError where `partitionsSeconds` is Infinity.
 */
export function partitions(n: number, context: ComputeContext): DecimalText {
  if (n > LARGEST) throw new RangeError("The number of partitions has too many digits");
  if (n <= LARGEST_SMALL) return String(partitionsByRecurrence(n));
  const meter = new Meter(context);
  meter.expect(() => 1e9 * partitionsSeconds(n));
  const value = partitionsBySeries(n, meter);
  return writeDecimalText("", [{ digits: baseText(value, 10, context), shift: 0 }], meter);
}

/** Predicted seconds of `partitions`, on one core of the reference machine. */
export function partitionsSeconds(n: number): number {
  if (n > LARGEST) return Infinity;
  if (n <= LARGEST_SMALL) return 5e-7 + 6e-9 * n ** 1.5;
  return partitionsBySeriesSeconds(n) + baseTextSeconds(partitionsDigits(n), 10);
}

/**
 * Upper bound on the digits of p(n) for an integer n ≥ 0: p(n) < e^(π√(2n/3)) / n^(3/4) for n ≥ 1
 * (de Azevedo Pribitkin 2009).
 */
export function partitionsDigits(n: number): number {
  if (n < 2) return 1;
  if (n === Infinity) return Infinity;
  const ln = Math.PI * Math.sqrt(2 * n / 3) - 0.75 * Math.log(n);
  return Math.floor(ln * Math.LOG10E * (1 + 1e-12)) + 1;
}
