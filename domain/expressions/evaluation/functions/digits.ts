import { digitSum, digitSumSeconds, predictSeconds } from "../../../numbers/integer/mod.ts";
import { exactDigits, Undecided } from "../../../numbers/outline/mod.ts";
import * as fractions from "../fractions.ts";
import {
  digitsOf,
  fractionOf,
  integerOf,
  requireInteger,
  requireNumber,
  smallIntegerOf,
} from "../operands.ts";
import type { Operand, Rule } from "../rule.ts";
import { integerSize, type Size } from "../size.ts";
import { integerValue } from "../value.ts";

/** More than the digits of a decimal digit in a base up to 36, times the largest of them. */
const MOST_PER_DIGIT = 4 * 35;

/** The number of digits before the decimal point: 1 for 0, and 0 for 0 < |x| < 1. */
export const digits: Rule = {
  predict: ([x], { tools }) => {
    requireNumber(x!);
    return {
      type: "number",
      size: countSize(x!),
      seconds: predictSeconds.quotientAndRemainder(digitsOf(x!, tools), 1),
      isShort: true,
      isEager: true,
    };
  },
  compute([x], { tools: { integers } }) {
    const value = fractionOf(x!);
    const isNegative = integers.sign(value.numerator) < 0;
    const magnitude = isNegative ? fractions.negated(value, integers) : value;
    const whole = fractions.floor(magnitude, integers);
    const isBelowOne = integers.isZero(whole) && !integers.isZero(value.numerator);
    return integerValue(isBelowOne ? 0 : integers.digitCount(whole));
  },
  resolve([x], contexts, context) {
    const value = contexts.logarithm(x!);
    if (!value) return undefined;
    return {
      type: "number",
      size: countSize(x!),
      seconds: value.predictSeconds({ leading: 1, trailing: 0 }),
      compute(tools) {
        try {
          return integerValue(exactDigits(value, tools));
        } catch (error) {
          const expanded = error instanceof Undecided ? contexts.expanded(x!) : undefined;
          if (!expanded) throw error;
          return digits.compute([expanded], context);
        }
      },
    };
  },
};

/** The size of up to `perDigit` for each decimal digit before the point. */
function countSize({ size }: Operand, perDigit = 1): Size {
  const most = Math.log10(Math.max(size.magnitude.most, 1)) + Math.log10(2 * perDigit);
  return integerSize({ least: -Infinity, most });
}

/** The sum of the digits in a base, 10 if there is none. */
export const digitsum: Rule = {
  predict(operands, context) {
    const [n, base] = [operands[0]!, operands[1]];
    operands.forEach((operand) => requireInteger(operand));
    const count = digitsOf(n, context.tools);
    return {
      type: "number",
      size: countSize(n, MOST_PER_DIGIT),
      seconds: digitSumSeconds(count, base?.value ? baseOf(base, context) : 10),
      isShort: true,
      isEager: true,
    };
  },
  compute([n, base], context) {
    return integerValue(
      digitSum(integerOf(n!), base ? baseOf(base, context) : 10, context.tools),
    );
  },
};

function baseOf(base: Operand, context: Parameters<Rule["predict"]>[1]): number {
  return smallIntegerOf(base, context, { least: 2, most: 36 });
}
