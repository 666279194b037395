import { withoutNegativeZero } from "../../domain/numbers/without_negative_zero.ts";
import type { DecimalDigits } from "../../domain/expressions/evaluation/decimal_digits.ts";

/** Maximum number of characters of a decimal expansion with its period in brackets. */
const LONGEST_REPEATING = 50;

/** The decimal expansion of a fraction. */
export interface FractionDecimal {
  /** Truncated after `places` digits. */
  readonly digits: string;
  readonly places: number;
  /** The exact expansion with its period in brackets, as in `0.58(3)`; null if it is long. */
  readonly repeating: string | null;
}

/** Cuts the decimal expansion of an answer to a number of places. */
export function cutDecimal(decimal: DecimalDigits, places = decimal.places): FractionDecimal {
  const cut = Math.min(places, decimal.places);
  return {
    digits: cutPlaces(decimal.digits, cut),
    places: cut,
    repeating: repeatingText(decimal),
  };
}

/** Cuts a decimal text to a number of places. */
export function cutPlaces(digits: string, places: number): string {
  const point = digits.indexOf(".");
  if (point < 0) return digits;
  return withoutNegativeZero(digits.slice(0, places === 0 ? point : point + 1 + places));
}

function repeatingText({ digits, period }: DecimalDigits): string | null {
  if (!period) return null;
  const whole = digits.slice(0, digits.indexOf(".") + 1 + period.start);
  const text = `${whole}(${period.text})`;
  return text.length <= LONGEST_REPEATING ? text : null;
}
