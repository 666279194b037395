import { predictSeconds } from "../../numbers/integer/mod.ts";
import * as fractions from "./fractions.ts";
import { digitsOf, fractionOf, requireNumber } from "./operands.ts";
import type { Rule } from "./rule.ts";
import { isIntegerSize } from "./size.ts";
import { booleanValue } from "./value.ts";

/** A comparison of numbers. */
export function comparison(
  isTrue: (order: -1 | 0 | 1) => boolean,
  _purpose: "order" | "equality" = "order",
): Rule {
  return {
    predict(operands, { tools }) {
      operands.forEach(requireNumber);
      const [m, n] = operands.map((operand) => digitsOf(operand, tools)) as [number, number];
      const areIntegers = operands.every(({ size }) => isIntegerSize(size));
      const seconds = areIntegers ? predictSeconds.add(m, n) : 2 * predictSeconds.multiply(m, n);
      return { type: "boolean", seconds };
    },
    compute: ([a, b], { tools }) =>
      booleanValue(isTrue(fractions.compare(fractionOf(a!), fractionOf(b!), tools.integers))),
  };
}
