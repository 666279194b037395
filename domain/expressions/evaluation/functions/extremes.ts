import { invalidExpression } from "../../expression_error.ts";
import { comparisonSeconds } from "../fraction_seconds.ts";
import * as fractions from "../fractions.ts";
import { fractionOf, requireNumber, spread } from "../operands.ts";
import type { Operand, Rule } from "../rule.ts";
import { isIntegerSize, ONE } from "../size.ts";
import { numberValue } from "../value.ts";

export const min = extreme(-1);
export const max = extreme(1);

/** The least or greatest of the arguments, or of the items of a list. */
function extreme(order: -1 | 1): Rule {
  return {
    predict(operands, { tools, span }) {
      const numbers = spread(operands);
      if (!numbers) return { type: "number", seconds: 1e-6 };
      numbers.forEach(requireNumber);
      if (numbers.length === 0) {
        throw invalidExpression("a list with at least one number is needed here", span);
      }
      const most = (of: (operand: Operand) => number) => Math.max(...numbers.map(of));
      const arePositive = numbers.every(({ size }) => size.sign === 1);
      const lower = numbers.map(({ size }) => size.magnitude.least);
      const least = !arePositive ? -Infinity : order > 0 ? Math.max(...lower) : Math.min(...lower);
      return {
        type: "number",
        size: {
          magnitude: { least, most: most(({ size }) => size.magnitude.most) },
          numerator: { least, most: most(({ size }) => size.numerator.most) },
          denominator: numbers.every(({ size }) => isIntegerSize(size))
            ? ONE
            : { least: 0, most: most(({ size }) => size.denominator.most) },
          sign: arePositive ? 1 : null,
        },
        seconds: numbers.reduce(
          (sum, { size }, i) =>
            sum + comparisonSeconds(numbers[Math.max(i - 1, 0)]!.size, size, tools),
          0,
        ),
      };
    },
    compute(operands, { tools: { integers } }) {
      const numbers = spread(operands)!.map(fractionOf);
      return numberValue(
        numbers.reduce((a, b) => fractions.compare(b, a, integers) === order ? b : a),
      );
    },
  };
}
