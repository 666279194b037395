import { predictSeconds } from "../../../numbers/integer/mod.ts";
import type { LargeValue } from "../../../numbers/outline/outlined_value.ts";
import * as fractions from "../fractions.ts";
import {
  digitsOf,
  fractionOf,
  requireInteger,
  requireNumber,
  smallIntegerOf,
} from "../operands.ts";
import type { Operand, Rule, RuleContext } from "../rule.ts";
import { integerSize, isIntegerSize, ONE, roundedSize } from "../size.ts";
import { type Fraction, integerValue, numberValue, type Value } from "../value.ts";

const MOST_PLACES = 100_000;

export const abs: Rule = {
  predict: ([x], { tools }) => {
    requireNumber(x!);
    const { sign } = x!.size;
    return {
      type: "number",
      size: { ...x!.size, sign: sign === null ? null : sign ** 2 as 0 | 1 },
      seconds: predictSeconds.add(digitsOf(x!, tools), 1),
    };
  },
  compute: ([x], { tools: { integers } }) => {
    const value = fractionOf(x!);
    const isNegative = integers.sign(value.numerator) < 0;
    return numberValue(isNegative ? fractions.negated(value, integers) : value);
  },
};

export const sign: Rule = {
  predict: ([x]) => {
    requireNumber(x!);
    return {
      type: "number",
      size: integerSize({ least: -Infinity, most: 0 }),
      seconds: 1e-7,
      isEager: true,
    };
  },
  resolve([x], contexts) {
    const known = contexts.hasValue(x!) ? x!.size.sign : null;
    const value = known === null ? contexts.logarithm(x!) : undefined;
    if (known === null && value?.kind !== "large") return undefined;
    return {
      type: "number",
      size: integerSize(ONE),
      seconds: 1e-6,
      compute: () => integerValue(known ?? (value as LargeValue).sign),
    };
  },
  compute: ([x], { tools: { integers } }) => integerValue(integers.sign(fractionOf(x!).numerator)),
};

export const floor = rounding((value, { tools: { integers } }) =>
  integerValue(fractions.floor(value, integers))
);

export const ceil = rounding((value, { tools: { integers } }) => {
  const below = fractions.floor(fractions.negated(value, integers), integers);
  return integerValue(integers.negate(below));
});

/** Rounds to a number of decimal places, halves away from zero. */
export const round: Rule = {
  predict(operands, context) {
    const [x, places] = [operands[0]!, operands[1]];
    requireNumber(x);
    if (places) requireInteger(places);
    const { least: fewest, most } = placesRange(places, context);
    const { magnitude } = x.size;
    const digits = digitsOf(x, context.tools) + Math.max(-fewest, most);
    return {
      type: "number",
      size: {
        magnitude: { least: -Infinity, most: Math.max(magnitude.most, -fewest, 0) + 1 },
        numerator: {
          least: -Infinity,
          most: Math.max(magnitude.most, 0) + Math.max(-fewest, most) + 1,
        },
        denominator: { least: 0, most: Math.max(most, 0) },
        sign: null,
      },
      seconds: 3 * predictSeconds.quotientAndRemainder(2 * digits, digits),
    };
  },
  compute([x, places], context) {
    const { integers } = context.tools;
    const count = places ? placesOf(places, context) : 0;
    const value = fractionOf(x!);
    const unit = fractions.power(fractions.integer(10n), Math.abs(count), integers);
    const inverse = fractions.reciprocal(unit, integers);
    const [up, down] = count < 0 ? [inverse, unit] : [unit, inverse];
    const isNegative = integers.sign(value.numerator) < 0;
    const magnitude = isNegative ? fractions.negated(value, integers) : value;
    const scaled = fractions.product(magnitude, up, integers);
    const half = { numerator: 1n, denominator: 2n };
    const units = fractions.floor(fractions.sum(scaled, half, integers), integers);
    const rounded = fractions.product(fractions.integer(units), down, integers);
    return numberValue(isNegative ? fractions.negated(rounded, integers) : rounded);
  },
};

/** Bounds of the second argument, which may not be known yet. */
function placesRange(places: Operand | undefined, context: RuleContext) {
  if (!places) return { least: 0, most: 0 };
  if (!places.value) return { least: -MOST_PLACES, most: MOST_PLACES };
  const count = placesOf(places, context);
  return { least: count, most: count };
}

function placesOf(places: Operand, context: RuleContext): number {
  return smallIntegerOf(places, context, { least: -MOST_PLACES, most: MOST_PLACES });
}

function rounding(compute: (value: Fraction, context: RuleContext) => Value): Rule {
  return {
    predict: ([x], { tools }) => {
      requireNumber(x!);
      const digits = digitsOf(x!, tools);
      return {
        type: "number",
        size: roundedSize(x!.size),
        seconds: isIntegerSize(x!.size)
          ? 1e-7
          : predictSeconds.quotientAndRemainder(digits, Math.ceil(digits / 2)),
        isEager: true,
      };
    },
    compute: ([x], context) => compute(fractionOf(x!), context),
  };
}
