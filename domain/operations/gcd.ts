import * as z from "zod";
import { createIntegerArithmetic, type Integer, predictSeconds } from "../numbers/integer/mod.ts";
import { decimalText, expandedLength } from "../numbers/mod.ts";
import { integersField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const gcdOperation = defineOperation({
  name: "gcd",
  paths: ["/gcd", "/api/gcd"],
  group: "Number theory",
  title: "Greatest common divisor",
  plural: "greatest common divisors",
  notation: "gcd",
  description: "The largest integer that divides all of the numbers; gcd(0, 0) is 0.",
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
  describe: ({ numbers }) => `the greatest common divisor of ${[numbers].flat().length} numbers`,
  formula: ({ numbers }) => `gcd(${[numbers].flat().join(", ")})`,
  canonical: ({ numbers }) => ({ numbers: numbers.map(decimalText) }),
  predictSeconds({ numbers }) {
    const longest = Math.max(...numbers.map(expandedLength));
    return numbers.length * predictSeconds.gcd(longest, longest);
  },
  compute({ numbers }, context) {
    const integers = createIntegerArithmetic(context);
    const divisor = numbers.reduce<Integer>(
      (divisor, number) => integers.gcd(divisor, integers.fromDecimal(number)),
      0n,
    );
    return integers.toDecimalText(divisor);
  },
});
