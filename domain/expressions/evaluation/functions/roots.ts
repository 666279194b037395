import { predictSeconds } from "../../../numbers/integer/mod.ts";
import { invalidExpression } from "../../expression_error.ts";
import { integerText } from "../integer_text.ts";
import { abbreviate } from "../../../result_text.ts";
import {
  digitsOf,
  fractionOf,
  integerOf,
  requireInteger,
  requireNumber,
  smallIntegerOf,
} from "../operands.ts";
import type { Operand, Rule, RuleContext } from "../rule.ts";
import { integerSize, type Size } from "../size.ts";
import { integerValue, numberValue } from "../value.ts";

/** A root of higher order of any number that can be computed is 1. */
const LARGEST_DEGREE = 2 ** 31;

/** ⌊√n⌋. */
export const isqrt: Rule = {
  predict([n], context) {
    requireInteger(n!);
    rejectNegative(n!);
    return {
      type: "number",
      size: integerSize(
        { least: n!.size.magnitude.least / 2 - 0.31, most: rootMost(n!.size, 2) },
        n!.size.sign === 1 ? 1 : null,
      ),
      seconds: predictSeconds.iroot(digitsOf(n!, context.tools), 2),
      isEager: true,
    };
  },
  compute: ([n], { tools: { integers } }) => integerValue(integers.isqrt(integerOf(n!)).root),
};

/** The k-th root, truncated towards zero. */
export const iroot: Rule = {
  predict(operands, context) {
    const [n, k] = [operands[0]!, operands[1]!];
    operands.forEach((operand) => requireInteger(operand));
    const degree = k.value ? degreeOf(k, context) : 1;
    if (k.value && degree % 2 === 0) rejectNegative(n);
    return {
      type: "number",
      size: integerSize({ least: -Infinity, most: rootMost(n.size, degree) }),
      seconds: predictSeconds.iroot(digitsOf(n, context.tools), degree),
      isEager: true,
    };
  },
  compute([n, k], context) {
    const degree = degreeOf(k!, context);
    return integerValue(context.tools.integers.iroot(integerOf(n!), degree).root);
  },
};

/** The square root of a rational number, if it is rational. */
export const sqrt: Rule = {
  predict([x], { tools }) {
    requireNumber(x!);
    rejectNegative(x!);
    const half = (bounds: Size["magnitude"]) => ({
      least: bounds.least / 2,
      most: bounds.most / 2,
    });
    const { magnitude, numerator, denominator } = x!.size;
    return {
      type: "number",
      size: {
        magnitude: half(magnitude),
        numerator: half(numerator),
        denominator: half(denominator),
        sign: x!.size.sign,
      },
      seconds: 2 * predictSeconds.iroot(digitsOf(x!, tools), 2),
    };
  },
  compute([x], context) {
    const { integers } = context.tools;
    const { numerator, denominator } = fractionOf(x!);
    const [above, below] = [integers.isqrt(numerator), integers.isqrt(denominator)];
    if (above.isExact && below.isExact) {
      return numberValue({ numerator: above.root, denominator: below.root });
    }
    throw irrational(x!, context);
  },
};

function irrational(x: Operand, { span, tools: { integers } }: RuleContext) {
  const { numerator, denominator } = fractionOf(x);
  const text = abbreviate(integerText(numerator, integers));
  if (denominator !== 1n) {
    const below = abbreviate(integerText(denominator, integers));
    return invalidExpression(`√(${text}/${below}) is irrational`, span);
  }
  const root = abbreviate(integerText(integers.isqrt(numerator).root, integers));
  return invalidExpression(`√${text} is irrational: isqrt(${text}) is ${root}`, span);
}

function rejectNegative(n: Operand): void {
  if (n.size.sign !== -1) return;
  throw invalidExpression("a negative number has no real root of even order", n.span);
}

function degreeOf(k: Operand, context: RuleContext): number {
  return smallIntegerOf(k, context, { least: 1, most: LARGEST_DEGREE });
}

function rootMost({ magnitude }: Size, degree: number): number {
  return Math.max(magnitude.most / degree, 0) + 1e-9;
}
