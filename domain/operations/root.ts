import * as z from "zod";
import { invalidInput } from "../errors.ts";
import { createIntegerArithmetic, predictSeconds } from "../numbers/integer/mod.ts";
import { type Decimal, decimalText, expandedLength, isOdd, toNumber } from "../numbers/mod.ts";
import { integerField, positiveField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const rootOperation = defineOperation({
  name: "root",
  paths: ["/root", "/api/root"],
  group: "Whole numbers",
  title: "Integer root",
  plural: "integer roots",
  notation: "ᵏ√n",
  description: "The integer part of the k-th root of n, and whether the root is an integer.",
  input: () =>
    z.object({
      n: integerField({
        title: "n",
        description: "Any integer; 0 or greater if k is even",
        examples: [1000, "-27"],
      }),
      k: positiveField({
        title: "k",
        description: "An integer, 1 or greater: 2 is the square root",
        examples: [2, "3"],
      }),
    }),
  details: () => ({ exact: z.boolean().meta({ description: "Whether the root is an integer" }) }),
  example: { n: "1000", k: "2" },
  describe: ({ n, k }) => `the root of ${n} of order ${k}`,
  formula: ({ n, k }) => `⌊${n}^(1/${k})⌋`,
  canonical: ({ n, k }) => ({ n: decimalText(n), k: decimalText(k) }),
  check({ n, k }) {
    if (n.negative && !isOdd(k)) {
      throw invalidInput("n", "A negative number has no real root of even order");
    }
  },
  predictSeconds: ({ n, k }) => predictSeconds.iroot(expandedLength(n), degreeOf(k)),
  compute({ n, k }, context) {
    const integers = createIntegerArithmetic(context);
    const { root, isExact } = integers.iroot(integers.fromDecimal(n), degreeOf(k));
    return { text: integers.toDecimalText(root), details: { exact: isExact } };
  },
});

/** A root of higher order is −1, 0 or 1, as is that of this one. */
function degreeOf(k: Decimal): number {
  return Math.min(toNumber(k), Number.MAX_SAFE_INTEGER - (isOdd(k) ? 0 : 1));
}
