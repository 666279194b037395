import { predictSeconds } from "../../numbers/integer/mod.ts";
import type { BinaryOperator, UnaryOperator } from "../expression.ts";
import { expressionError } from "../expression_error.ts";
import { comparison } from "./comparison.ts";
import { floorSeconds, productSeconds, sumSeconds } from "./fraction_seconds.ts";
import * as fractions from "./fractions.ts";
import { modRule } from "./mod_rule.ts";
import { booleanOf, digitsOf, fractionOf, requireNumber, wrongType } from "./operands.ts";
import { powerRule } from "./power_rule.ts";
import type { Operand, Prediction, Rule, RuleContext } from "./rule.ts";
import {
  negatedSize,
  productSize,
  reciprocalSize,
  roundedSize,
  type Size,
  sumSize,
} from "./size.ts";
import { booleanValue, integerValue, numberValue } from "./value.ts";

const FLAG_SECONDS = 1e-7;

const add = arithmetic({
  size: sumSize,
  compute: fractions.sum,
  seconds: sumSeconds,
});

const subtract = arithmetic({
  size: (a, b) => sumSize(a, negatedSize(b)),
  compute: (a, b, integers) => fractions.sum(a, fractions.negated(b, integers), integers),
  seconds: sumSeconds,
});

const multiply = arithmetic({
  size: productSize,
  compute: fractions.product,
  seconds: productSeconds,
});

const divide: Rule = {
  predict(operands, context) {
    const [a, b] = numbers(operands, context);
    rejectZero(b, context);
    const inverse = reciprocalSize(b.size);
    return {
      type: "number",
      size: productSize(a.size, inverse),
      seconds: productSeconds(a.size, inverse, context.tools),
    };
  },
  compute([a, b], context) {
    rejectZero(b!, context);
    const { integers } = context.tools;
    const inverse = fractions.reciprocal(fractionOf(b!), integers);
    return numberValue(fractions.product(fractionOf(a!), inverse, integers));
  },
};

const floorDivide: Rule = {
  predict(operands, context) {
    const [a, b] = numbers(operands, context);
    rejectZero(b, context);
    return {
      type: "number",
      size: roundedSize(productSize(a.size, reciprocalSize(b.size))),
      seconds: floorSeconds(a.size, b.size, context.tools),
    };
  },
  compute([a, b], context) {
    rejectZero(b!, context);
    const { integers } = context.tools;
    const [x, y] = [fractionOf(a!), fractionOf(b!)];
    const above = y.denominator === 1n
      ? x.numerator
      : integers.multiply(x.numerator, y.denominator);
    const below = x.denominator === 1n
      ? y.numerator
      : integers.multiply(y.numerator, x.denominator);
    return integerValue(integers.quotientAndRemainder(above, below).quotient);
  },
};

const logical = (combine: (a: boolean, b: boolean) => boolean): Rule => ({
  predict(operands) {
    for (const operand of operands) {
      if (operand.type !== "boolean") throw wrongType(operand, "true or false");
    }
    return { type: "boolean", seconds: FLAG_SECONDS };
  },
  compute: ([a, b]) => booleanValue(combine(booleanOf(a!), booleanOf(b!))),
});

/** The operators with two operands. */
export const BINARY_RULES: Readonly<Record<BinaryOperator, Rule>> = {
  add,
  subtract,
  multiply,
  divide,
  floorDivide,
  mod: modRule,
  power: powerRule,
  equal: comparison((order) => order === 0),
  notEqual: comparison((order) => order !== 0),
  less: comparison((order) => order < 0),
  lessOrEqual: comparison((order) => order <= 0),
  greater: comparison((order) => order > 0),
  greaterOrEqual: comparison((order) => order >= 0),
  and: logical((a, b) => a && b),
  or: logical((a, b) => a || b),
};

/** The operators with one operand. */
export const UNARY_RULES: Readonly<Record<UnaryOperator, Rule>> = {
  negate: {
    predict([a], { tools }) {
      requireNumber(a!);
      return {
        type: "number",
        size: negatedSize(a!.size),
        seconds: predictSeconds.add(digitsOf(a!, tools), 1),
      };
    },
    compute: ([a], { tools }) => numberValue(fractions.negated(fractionOf(a!), tools.integers)),
  },
  not: {
    predict([a]) {
      if (a!.type !== "boolean") throw wrongType(a!, "true or false");
      return { type: "boolean", seconds: FLAG_SECONDS };
    },
    compute: ([a]) => booleanValue(!booleanOf(a!)),
  },
};

function arithmetic(
  { size, compute, seconds }: {
    readonly size: (a: Size, b: Size) => Size;
    readonly compute: typeof fractions.sum;
    readonly seconds: typeof sumSeconds;
  },
): Rule {
  return {
    predict(operands, context): Prediction {
      const [a, b] = numbers(operands, context);
      return {
        type: "number",
        size: size(a.size, b.size),
        seconds: seconds(a.size, b.size, context.tools),
      };
    },
    compute: ([a, b], { tools }) =>
      numberValue(compute(fractionOf(a!), fractionOf(b!), tools.integers)),
  };
}

function numbers(operands: readonly Operand[], _: RuleContext): [Operand, Operand] {
  operands.forEach(requireNumber);
  return [operands[0]!, operands[1]!];
}

function rejectZero(divisor: Operand, { span }: RuleContext): void {
  if (divisor.size.sign !== 0) return;
  throw expressionError("division_by_zero", "the divisor is 0", { span });
}
