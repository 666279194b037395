import { baseDigits, baseDigitsSeconds, predictSeconds } from "../../../numbers/integer/mod.ts";
import { outlineOf, outlineOfText } from "../../../numbers/outline/mod.ts";
import { predictLeadingSeconds } from "../../../numbers/outline/predict_seconds.ts";
import { withoutNegativeZero } from "../../../numbers/without_negative_zero.ts";
import { describeValue } from "../describe_value.ts";
import * as fractions from "../fractions.ts";
import { integerText } from "../integer_text.ts";
import {
  digitsOf,
  fractionOf,
  integerOf,
  isIntegral,
  requireInteger,
  requireNumber,
  smallIntegerOf,
} from "../operands.ts";
import type { Operand, Rule, RuleContext } from "../rule.ts";
import type { Value } from "../value.ts";

/** Functions that shape the whole result. */

const MOST_LEADING = 1_000;
const MOST_TRAILING = 10_000;
const MOST_PLACES = 1_000_000;

/** The first k significant digits, truncated; fewer if the number has fewer. */
export const leading: Rule = {
  predict(operands, context) {
    const [x, k] = [operands[0]!, operands[1]!];
    requireNumber(x);
    countOf(k, context, { least: 1, most: MOST_LEADING });
    return { type: "text", seconds: predictSeconds.decimalText(digitsOf(x, context.tools)) };
  },
  compute([x, k], context) {
    const count = countOf(k!, context, { least: 1, most: MOST_LEADING });
    const { text } = describeValue(x!.value!, x!, context.tools);
    return integerDigits(outlineOfText(text, { leading: count, trailing: 0 }).leading);
  },
  resolve([x, k], contexts, context) {
    if (!k!.value) return undefined;
    const count = countOf(k!, context, { least: 1, most: MOST_LEADING });
    const value = contexts.logarithm(x!);
    if (!value) return undefined;
    const request = { leading: count, trailing: 0 };
    return {
      type: "text",
      seconds: value.predictSeconds(request) + predictLeadingSeconds(request, 0, 1),
      compute: (tools) => integerDigits(outlineOf(value, request, tools).leading),
    };
  },
};

/** The last k digits of an integer, without its sign; fewer if it has fewer. */
export const trailing: Rule = {
  predict(operands, context) {
    const [n, k] = [operands[0]!, operands[1]!];
    requireInteger(n);
    countOf(k, context, { least: 1, most: MOST_TRAILING });
    return { type: "text", seconds: predictSeconds.decimalText(digitsOf(n, context.tools)) };
  },
  compute([n, k], context) {
    const count = countOf(k!, context, { least: 1, most: MOST_TRAILING });
    const { integers } = context.tools;
    const integer = integerOf(n!);
    const low = integerText(integers.lowDigits(integer, count), integers);
    return integerDigits(low.padStart(Math.min(count, integers.digitCount(integer)), "0"));
  },
  resolve([n, k], contexts, context) {
    if (!k!.value) return undefined;
    const count = countOf(k!, context, { least: 1, most: MOST_TRAILING });
    const { sign, magnitude } = n!.size;
    if (!isIntegral(n!) || sign === null || magnitude.least < count) return undefined;
    const modulus = 10n ** BigInt(count);
    const plan = contexts.residue(n!, modulus);
    return {
      type: "text",
      seconds: plan.seconds,
      compute(tools) {
        const residue = plan.compute(tools.context);
        const positive = sign < 0 ? (modulus - residue) % modulus : residue;
        return integerDigits(String(positive).padStart(count, "0"));
      },
    };
  },
};

/** The decimal expansion, truncated after some places. */
export const decimal: Rule = {
  predict(operands, context) {
    const [x, k] = [operands[0]!, operands[1]!];
    requireNumber(x);
    const places = countOf(k, context, { least: 0, most: MOST_PLACES });
    const digits = digitsOf(x, context.tools);
    return {
      type: "text",
      seconds: predictSeconds.quotientAndRemainder(digits + places, digits) +
        predictSeconds.power(2, places),
    };
  },
  compute([x, k], context) {
    const places = countOf(k!, context, { least: 0, most: MOST_PLACES });
    const { integers } = context.tools;
    const value = fractionOf(x!);
    const isNegative = integers.sign(value.numerator) < 0;
    const { numerator, denominator } = isNegative ? fractions.negated(value, integers) : value;
    const scaled = integers.multiply(numerator, integers.power(10n, places));
    const { quotient } = integers.quotientAndRemainder(scaled, denominator);
    const text = integerText(quotient, integers).padStart(places + 1, "0");
    const whole = text.slice(0, text.length - places);
    const fraction = places === 0 ? "" : `.${text.slice(-places)}`;
    const signed = withoutNegativeZero(`${isNegative ? "-" : ""}${whole}${fraction}`);
    return { type: "text", text: signed, kind: "decimal" };
  },
};

/** An integer in a base from 2 to 36. */
export const base: Rule = {
  predict(operands, context) {
    const [n, b] = [operands[0]!, operands[1]!];
    requireInteger(n);
    countOf(b, context, { least: 2, most: 36 });
    return { type: "text", seconds: baseDigitsSeconds(digitsOf(n, context.tools)) };
  },
  compute([n, b], context) {
    const { tools } = context;
    const radix = countOf(b!, context, { least: 2, most: 36 });
    const value = integerOf(n!);
    const sign = tools.integers.sign(value) < 0 ? "-" : "";
    return integerDigits(sign + baseDigits(value, radix, tools).join(""));
  },
};

function integerDigits(text: string): Value {
  return { type: "text", text, kind: "integer" };
}

/** The second argument; the least value if it is not known yet. */
function countOf(
  count: Operand,
  context: RuleContext,
  range: { readonly least: number; readonly most: number },
): number {
  requireNumber(count);
  return count.value ? smallIntegerOf(count, context, range) : range.least;
}
