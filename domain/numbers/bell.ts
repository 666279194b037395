import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { baseText, baseTextSeconds } from "./integers/base_text.ts";
import { Meter } from "./meter.ts";
import { dobinskiBell, dobinskiBellSeconds } from "./small/dobinski.ts";

/** Larger Bell numbers are predicted to take more than an hour. */
const LARGEST = 200_000;

/**
 * The Bell number of an integer n ≥ 0, the number of partitions of n things into classes. Throws a
 * RangeError where `bellSeconds` is Infinity.
 */
export function bell(n: number, context: ComputeContext): DecimalText {
  if (n > LARGEST) throw new RangeError("The Bell number has too many digits");
  if (n === 0) return "1";
  const meter = new Meter(context);
  meter.expect(() => 1e9 * bellSeconds(n));
  const value = dobinskiBell(n, meter);
  return writeDecimalText("", [{ digits: baseText(value, 10, context), shift: 0 }], meter);
}

/** Predicted seconds of `bell`, on one core of the reference machine. */
export function bellSeconds(n: number): number {
  if (n > LARGEST) return Infinity;
  return dobinskiBellSeconds(n) + baseTextSeconds(bellDigits(n), 10);
}

/** Upper bound on the digits of a Bell number: (0.792 n / ln(n + 1))^n (Berend and Tassa 2010). */
export function bellDigits(n: number): number {
  if (n < 2) return 1;
  if (n === Infinity) return Infinity;
  return Math.floor(n * Math.log10(0.792 * n / Math.log(n + 1)) * (1 + 1e-12)) + 1;
}
