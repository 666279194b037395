import { lastDigitsOfRatio } from "./factorial_ratio.ts";
import { smallFactorial } from "../small/factorial.ts";
import { bitLength } from "../integers/bit_length.ts";
import { lnFactorial } from "./ln_factorial.ts";
import { exactInteger, type OutlinedValue } from "./outlined_value.ts";
import type { OutlineTools } from "./outline_tools.ts";
import { predictLeadingSeconds, predictUnitSeconds } from "./predict_seconds.ts";

/** The largest n whose factorial has at most 10,000 digits. */
const LARGEST_EXACT = 3_248n;

/** n! for n ≥ 0. Throws a RangeError otherwise. */
export function factorialValue(n: bigint, tools: OutlineTools): OutlinedValue {
  if (n < 0n) throw new RangeError("A factorial needs an integer of at least 0");
  return n <= LARGEST_EXACT
    ? exactInteger(() => smallFactorial(Number(n)))
    : largeFactorialValue(n, tools);
}

/** n! from its logarithm and its prime parts, for any size. */
export function largeFactorialValue(n: bigint, tools: OutlineTools): OutlinedValue {
  return {
    kind: "large",
    sign: 1,
    shift: 0n,
    ln: (bits) => lnFactorial(n, bits, tools),
    lastDigits: (count) => lastDigitsOfRatio({ above: [n], below: [] }, count, tools),
    predictSeconds: (request) =>
      predictLeadingSeconds(request, bitLength(n), 1) +
      predictUnitSeconds(request, bitLength(n)),
  };
}
