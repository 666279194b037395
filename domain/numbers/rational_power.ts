import type { ComputeContext } from "./compute_context.ts";
import { decimalPowerSeconds } from "./cost.ts";
import { type Decimal, isZero, parseDecimal } from "./decimal.ts";
import { decimalPower, decimalPowerDigits } from "./decimal_power.ts";
import type { DecimalText } from "./decimal_text.ts";
import { addCounts, type DigitCount } from "./digit_count.ts";
import { type ExactNumber, exactNumber, isFraction } from "./exact_number.ts";

/**
 * base^exponent as canonical text, for an integer exponent: an integer, a finite decimal or a reduced
 * fraction `p/q`. 0^0 is 1. Throws a RangeError for zero to a negative power, and whatever
 * `context.checkpoint()` throws.
 */
export function rationalPower(
  base: ExactNumber,
  exponent: Decimal,
  context: ComputeContext,
): DecimalText {
  const [first, second] = powers(base, exponent);
  const text = decimalPower(first.base, first.exponent, context);
  if (!second) return text;
  return joinFraction(text, decimalPower(second.base, second.exponent, context));
}

/** Number of digits in the text of `rationalPower`; see `decimalPowerDigits`. */
export function rationalPowerDigits(base: ExactNumber, exponent: Decimal): DigitCount {
  return powers(base, exponent)
    .map((power) => decimalPowerDigits(power.base, power.exponent))
    .reduce(addCounts);
}

/** Predicted seconds of `rationalPower` on one core of the reference machine. */
export function rationalPowerSeconds(base: ExactNumber, exponent: Decimal): number {
  return powers(base, exponent)
    .map((power) => decimalPowerSeconds(power.base, power.exponent))
    .reduce((sum, seconds) => sum + seconds);
}

interface Power {
  readonly base: Decimal;
  readonly exponent: Decimal;
}

/** The power of a decimal, or of the numerator and the denominator of a fraction. */
function powers(base: ExactNumber, exponent: Decimal): readonly [Power, ...Power[]] {
  if (!isFraction(base)) return [{ base, exponent }];
  if (isZero(exponent)) return [{ base: parseDecimal("1"), exponent }];
  const { numerator, denominator } = base;
  if (exponent.negative) {
    return powers(exactNumber(denominator, numerator), { ...exponent, negative: false });
  }
  return [
    { base: parseDecimal(String(numerator)), exponent },
    { base: parseDecimal(String(denominator)), exponent },
  ];
}

function joinFraction(numerator: DecimalText, denominator: DecimalText): DecimalText {
  if (typeof numerator === "string" && typeof denominator === "string") {
    return `${numerator}/${denominator}`;
  }
  const [above, below] = [numerator, denominator].map((text) =>
    typeof text === "string" ? new TextEncoder().encode(text) : text
  ) as [Uint8Array, Uint8Array];
  const joined = new Uint8Array(above.length + 1 + below.length);
  joined.set(above);
  joined[above.length] = "/".charCodeAt(0);
  joined.set(below, above.length + 1);
  return joined;
}
