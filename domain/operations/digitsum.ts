import * as z from "zod";
import { createIntegerArithmetic, digitSum, digitSumSeconds } from "../numbers/integer/mod.ts";
import { decimalText, expandedLength, toNumber } from "../numbers/mod.ts";
import { naturalField, rangeField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const digitsumOperation = defineOperation({
  name: "digitsum",
  paths: ["/digitsum", "/api/digitsum"],
  group: "Whole numbers",
  title: "Digit sum",
  plural: "digit sums",
  notation: "Σ digits",
  description: "The sum of the digits of n in a base.",
  input: () =>
    z.object({
      n: naturalField({
        title: "n",
        description: "An integer, 0 or greater",
        examples: [1729, "123456789"],
      }),
      base: rangeField({
        title: "base",
        description: "An integer from 2 to 36; 10 by default",
        examples: [10, 2],
        min: 2,
        max: 36,
        fallback: 10,
      }),
    }),
  example: { n: "1729", base: "10" },
  describe: ({ n, base }) => `the digit sum of ${n} in base ${base}`,
  formula: ({ n, base }) => `digit sum of ${n}` + (base === "10" ? "" : ` in base ${base}`),
  canonical: ({ n, base }) => ({ n: decimalText(n), base: decimalText(base) }),
  predictSeconds: ({ n, base }) => digitSumSeconds(expandedLength(n), toNumber(base)),
  compute({ n, base }, context) {
    const integers = createIntegerArithmetic(context);
    return String(digitSum(integers.fromDecimal(n), toNumber(base), { integers, context }));
  },
});
