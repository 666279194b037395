import { type DecimalText, writtenOut } from "./decimal_text.ts";
import { largeFibonacci } from "./large/fibonacci.ts";
import { Multiplier } from "./limbs/multiplier.ts";
import { smallFibonacci } from "./small/fibonacci.ts";
import { LARGEST_SMALL } from "./thresholds.ts";
import type { Work } from "./work.ts";

/** F(n) for an integer n ≥ 0 with F(0) = 0 and F(1) = 1. */
export function fibonacci(n: number, work: Work): DecimalText {
  if (n <= LARGEST_SMALL.fibonacci) return smallFibonacci(n).toString();
  return writtenOut("", { digits: largeFibonacci(n, Multiplier.for(work)), shift: 0 });
}
