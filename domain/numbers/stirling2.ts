import type { ComputeContext } from "./compute_context.ts";
import { type DecimalText, writeDecimalText } from "./decimal_text.ts";
import { baseText, baseTextSeconds } from "./integers/base_text.ts";
import { log10Factorial } from "./large/log10_gamma.ts";
import { Meter } from "./meter.ts";
import { smallResultSeconds } from "./small/seconds.ts";
import { stirling2Sum, stirling2SumSeconds } from "./small/stirling2_sum.ts";
import { stirling2Triangle, stirling2TriangleSeconds } from "./small/stirling2_triangle.ts";

/** BigInt holds up to 2^30 bits, and twice the bits of k^n occur in the sum. */
const MOST_BITS = 2 ** 29;

/**
 * The Stirling number of the second kind S(n, k), the number of partitions of n things into k
 * classes, for integers n, k ≥ 0. Throws a RangeError where `stirling2Seconds` is Infinity.
 */
export function stirling2(n: bigint, k: bigint, context: ComputeContext): DecimalText {
  const trivial = trivialValue(n, k);
  if (trivial !== undefined) return String(trivial);
  const seconds = stirling2Seconds(n, k);
  if (seconds === Infinity) throw new RangeError("The Stirling number has too many digits");
  const meter = new Meter(context);
  meter.expect(() => 1e9 * seconds);
  const [top, classes] = [Number(n), Number(k)];
  const value = isTriangleFaster(top, classes)
    ? stirling2Triangle(top, classes, meter)
    : stirling2Sum(top, classes, meter);
  return writeDecimalText("", [{ digits: baseText(value, 10, context), shift: 0 }], meter);
}

/** Predicted seconds of `stirling2`, on one core of the reference machine. */
export function stirling2Seconds(n: bigint, k: bigint): number {
  if (trivialValue(n, k) !== undefined) return smallResultSeconds(stirling2Digits(n, k));
  const [top, classes] = [Number(n), Number(k)];
  if (top * Math.log2(classes) > MOST_BITS) return Infinity;
  const seconds = isTriangleFaster(top, classes)
    ? stirling2TriangleSeconds(top, classes)
    : stirling2SumSeconds(top, classes);
  return seconds + baseTextSeconds(stirling2Digits(n, k), 10);
}

/**
 * Upper bound on the digits of S(n, k): k^n/k!, and C(n, k) k^(n−k) / 2 for 1 ≤ k < n (Rennie and
 * Dobson 1969). Infinity beyond the range of doubles.
 */
export function stirling2Digits(n: bigint, k: bigint): number {
  const trivial = trivialValue(n, k);
  if (trivial !== undefined) return String(trivial).length;
  const [top, classes] = [Number(n), Number(k)];
  const surjections = top * Math.log10(classes) - log10Factorial(classes);
  if (!Number.isFinite(surjections)) return Infinity;
  const chosen = log10Factorial(top) - log10Factorial(classes) - log10Factorial(top - classes);
  const byChoice = chosen + (top - classes) * Math.log10(classes) - Math.log10(2);
  const margin = 1e-9 * log10Factorial(top);
  return Math.floor(Math.min(surjections, byChoice) + margin) + 1;
}

/** The value for k < 2 and k ≥ n − 1, where n may be long. */
function trivialValue(n: bigint, k: bigint): bigint | undefined {
  if (k > n) return 0n;
  if (k === n) return 1n;
  if (k < 2n) return k;
  return k === n - 1n ? n * k / 2n : undefined;
}

function isTriangleFaster(n: number, k: number): boolean {
  return stirling2TriangleSeconds(n, k) < stirling2SumSeconds(n, k);
}
