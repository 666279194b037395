import * as z from "zod";
import {
  createIntegerArithmetic,
  type Integer,
  type IntegerArithmetic,
  predictSeconds,
} from "../numbers/integer/mod.ts";
import { decimalText, expandedLength } from "../numbers/mod.ts";
import { integersField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const lcmOperation = defineOperation({
  name: "lcm",
  paths: ["/lcm", "/api/lcm"],
  group: "Number theory",
  title: "Least common multiple",
  plural: "least common multiples",
  notation: "lcm",
  description:
    "The smallest positive integer that all of the numbers divide; 0 if one of them is 0.",
  input: () =>
    z.object({
      numbers: integersField({
        title: "numbers",
        description: "2 to 100 integers",
        examples: ["12, 18, 30"],
        minItems: 2,
        maxItems: 100,
      }),
    }),
  example: { numbers: ["12", "18", "30"] },
  describe: ({ numbers }) => `the least common multiple of ${[numbers].flat().length} numbers`,
  formula: ({ numbers }) => `lcm(${[numbers].flat().join(", ")})`,
  canonical: ({ numbers }) => ({ numbers: numbers.map(decimalText) }),
  predictSeconds({ numbers }) {
    const digits = numbers.map(expandedLength).reduce((sum, count) => sum + count);
    const { gcd, multiply, quotientAndRemainder } = predictSeconds;
    const step = gcd(digits, digits) + multiply(digits, digits) +
      quotientAndRemainder(digits, Math.ceil(digits / 2));
    return numbers.length * step;
  },
  compute({ numbers }, context) {
    const integers = createIntegerArithmetic(context);
    const multiple = numbers.reduce<Integer>(
      (multiple, number) => combined(multiple, integers.fromDecimal(number), integers),
      1n,
    );
    return integers.toDecimalText(multiple);
  },
});

function combined(a: Integer, b: Integer, integers: IntegerArithmetic): Integer {
  if (integers.isZero(a) || integers.isZero(b)) return 0n;
  const multiple = integers.multiply(integers.exactQuotient(a, integers.gcd(a, b)), b);
  return integers.sign(multiple) < 0 ? integers.negate(multiple) : multiple;
}
