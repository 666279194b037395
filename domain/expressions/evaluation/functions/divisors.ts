import type { Integer, IntegerArithmetic } from "../../../numbers/integer/mod.ts";
import { extendedGcd, gcdSeconds } from "../../../numbers/integers/mod.ts";
import { divisorOf } from "../fraction_seconds.ts";
import { commonDivisor } from "../common_divisor.ts";
import { bigintOf, digitsOf, integerOf, requireInteger, spread } from "../operands.ts";
import type { Operand, Rule, RuleContext } from "../rule.ts";
import { integerSize, ONE, UNKNOWN_SIZE } from "../size.ts";
import { integerValue, listOfIntegers } from "../value.ts";

/** The greatest common divisor of the arguments, or of the items of a list. */
export const gcd = folded({
  start: 0n,
  most: (logarithms) => Math.max(...logarithms, 0),
  combine: commonDivisor,
});

/** The least common multiple of the arguments, or of the items of a list. */
export const lcm = folded({
  start: 1n,
  most: (logarithms) => logarithms.reduce((sum, log10) => sum + Math.max(log10, 0), 0),
  combine: (a, b, integers) => {
    if (integers.isZero(a) || integers.isZero(b)) return 0n;
    const divisor = commonDivisor(a, b, integers);
    const multiple = integers.multiply(integers.exactQuotient(a, divisor), b);
    return integers.sign(multiple) < 0 ? integers.negate(multiple) : multiple;
  },
});

/** [g, x, y] with g = gcd(a, b) = a·x + b·y. */
export const gcdext: Rule = {
  predict(operands, { tools }) {
    operands.forEach((operand) => requireInteger(operand));
    const digits = Math.max(...operands.map((operand) => digitsOf(operand, tools)));
    return { type: "list", seconds: 3 * gcdSeconds(digits * Math.log2(10)) };
  },
  compute(operands, { tools }) {
    const [a, b] = operands.map((operand) => bigintOf(operand, tools)) as [bigint, bigint];
    const { gcd, x, y } = extendedGcd(a, b, tools.context);
    return listOfIntegers([gcd, x, y]);
  },
};

function folded(
  { start, most, combine }: {
    readonly start: bigint;
    /** An upper bound by those of log10 |n| for the arguments. */
    readonly most: (logarithms: readonly number[]) => number;
    readonly combine: (a: Integer, b: Integer, integers: IntegerArithmetic) => Integer;
  },
): Rule {
  return {
    predict(operands: readonly Operand[], { tools }: RuleContext) {
      const numbers = spread(operands);
      if (!numbers) {
        return { type: "number", size: { ...UNKNOWN_SIZE, denominator: ONE }, seconds: 1e-6 };
      }
      numbers.forEach((operand) => requireInteger(operand));
      const digits = numbers.map((operand) => digitsOf(operand, tools));
      const longest = Math.max(...digits, 1);
      return {
        type: "number",
        size: integerSize({
          least: -Infinity,
          most: most(numbers.map(({ size }) => size.magnitude.most)),
        }),
        seconds: digits.length * divisorOf(longest, longest),
      };
    },
    compute(operands, { tools: { integers, context } }) {
      let result: Integer = start;
      for (const operand of spread(operands)!) {
        context.checkpoint();
        result = combine(result, integerOf(operand), integers);
      }
      return integerValue(result);
    },
  };
}
