import * as z from "zod";
import { bitLength } from "../numbers/integers/bit_length.ts";
import { decimalExpansion, decimalExpansionSeconds } from "../numbers/integers/mod.ts";
import {
  type Decimal,
  decimalText,
  type ExactNumber,
  isFraction,
  isNegative,
  numberText,
  ratioOf,
  toNumber,
} from "../numbers/mod.ts";
import { withoutNegativeZero } from "../numbers/without_negative_zero.ts";
import type { Description } from "../result_text.ts";
import { bitsOf, rangeField, rationalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

/** Seconds on the reference machine up to which the period is searched for. */
const MAX_PERIOD_SECONDS = 0.5;

export const decimalOperation = defineOperation({
  name: "decimal",
  paths: ["/decimal", "/api/decimal"],
  group: "Whole numbers",
  title: "Decimal expansion",
  plural: "decimal expansions",
  notation: "p/q = 0.…",
  description:
    "The decimal expansion of a fraction, truncated after a number of places, and its period.",
  input: () =>
    z.object({
      value: rationalField({
        title: "value",
        description: "A fraction p/q or a decimal number",
        examples: ["1/7", "22/7"],
      }),
      places: rangeField({
        title: "places",
        description: "Digits after the decimal point, from 0 to 100,000; 50 by default",
        examples: [50, 1000],
        min: 0,
        max: 100_000,
        fallback: 50,
      }),
    }),
  details: () => ({
    exact: z.boolean().meta({ description: "Whether nothing has been truncated" }),
    terminates: z.boolean().meta({ description: "Whether the expansion ends" }),
    period: z.object({
      start: z.int().meta({ description: "Digits between the decimal point and the period" }),
      length: z.string(),
      text: z.string().nullable().meta({ description: "Null if it has more than 1,000 digits" }),
    }).nullable().meta({
      description: "Null if the expansion ends, or if the period was not found in time",
    }),
  }),
  example: { value: "1/7", places: "50" },
  describe: ({ value, places }) => `${places} decimal places of ${value}`,
  formula: ({ value, places }) => `${value} to ${places} decimal places`,
  canonical: ({ value, places }) => ({ value: numberText(value), places: decimalText(places) }),
  predictDigits: ({ value, places }) => integerDigits(value) + toNumber(places),
  predictSeconds({ value, places }) {
    if (!isFraction(value)) return 1e-6 + 2e-9 * (bitsOf(value) + toNumber(places));
    const { numerator, denominator } = value;
    return decimalExpansionSeconds(
      { numerator: bitLength(numerator), denominator: bitLength(denominator) },
      { places: toNumber(places), maxSeconds: MAX_PERIOD_SECONDS },
    );
  },
  compute({ value, places }, context) {
    if (!isFraction(value)) return truncate(value, toNumber(places));
    const { numerator, denominator } = ratioOf(value);
    const expansion = decimalExpansion(numerator, denominator, {
      places: toNumber(places),
      maxSeconds: MAX_PERIOD_SECONDS,
    }, context);
    const { integer, fraction, isExact, preperiod, periodLength, period } = expansion;
    const magnitude = fraction === "" ? integer : `${integer}.${fraction}`;
    return {
      text: withSign(magnitude, isNegative(value)),
      details: {
        exact: isExact,
        terminates: periodLength === 0n,
        period: periodLength
          ? { start: preperiod, length: String(periodLength), text: period }
          : null,
      },
    };
  },
});

/** The expansion of a finite decimal. */
function truncate(value: Decimal, places: number): Description {
  const [integer = "", fraction = ""] = decimalText({ ...value, negative: false }).split(".");
  const kept = fraction.slice(0, places).padEnd(places, "0");
  const magnitude = places === 0 ? integer : `${integer}.${kept}`;
  return {
    text: withSign(magnitude, value.negative),
    details: { exact: fraction.length <= places, terminates: true, period: null },
  };
}

function withSign(magnitude: string, negative: boolean): string {
  return withoutNegativeZero(negative ? `-${magnitude}` : magnitude);
}

/** An upper bound of the digits before the decimal point: at most one too many. */
function integerDigits(value: ExactNumber): number {
  if (!isFraction(value)) return Math.max(value.digits.length + value.exponent, 1);
  const [above, below] = [value.numerator, value.denominator].map((part) =>
    String(part < 0n ? -part : part).length
  ) as [number, number];
  return Math.max(above - below + 1, 1);
}
