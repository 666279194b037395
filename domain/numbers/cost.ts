import type { DigitCount } from "./digit_count.ts";

/**
 * Seconds from input to decimal text by digits of the result, for V8's BigInt. Conversion to text is
 * most of it, so one table serves every operation. Measured by `bench/arithmetic_cost.ts`.
 */
const MEASURED: readonly (readonly [digits: number, seconds: number])[] = [
  [100, 1e-6],
  [500, 6e-6],
  [1_000, 17e-6],
  [1_500, 35e-6],
  [5_000, 200e-6],
  [15_000, 1e-3],
  [50_000, 6.3e-3],
  [150_000, 28e-3],
  [500_000, 115e-3],
  [5_500_000, 3],
];

/** Predicted seconds of one core for a result of so many digits, interpolated on log scales. */
export function secondsForDigits(digits: DigitCount): number {
  const size = Math.max(Number(digits), 1);
  const above = MEASURED.findIndex(([limit]) => size <= limit);
  const index = above < 0 ? MEASURED.length - 1 : Math.max(above, 1);
  const [lowSize, lowTime] = MEASURED[index - 1]!;
  const [highSize, highTime] = MEASURED[index]!;
  if (size < lowSize) return lowTime;
  const slope = Math.log(highTime / lowTime) / Math.log(highSize / lowSize);
  return lowTime * (size / lowSize) ** slope;
}
