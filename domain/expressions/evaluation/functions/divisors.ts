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
  most: (digits) => Math.max(...digits, 1),
  combine: commonDivisor,
});

/** The least common multiple of the arguments, or of the items of a list. */
export const lcm = folded({
  start: 1n,
  most: (digits) => digits.reduce((sum, count) => sum + count, 0),
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
    readonly most: (digits: readonly number[]) => number;
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
        size: integerSize({ least: -Infinity, most: most(digits) }),
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
