import * as z from "zod";
import {
  decimalText,
  fibonacci,
  fibonacciDigits,
  fibonacciSeconds,
  toBigint,
  toNumber,
} from "../numbers/mod.ts";
import { fibonacciValue } from "../numbers/outline/mod.ts";
import { fibonacciResidue, predictFibonacciResidueSeconds } from "../numbers/residue/mod.ts";
import { integerField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const fibonacciOperation = defineOperation({
  name: "fibonacci",
  paths: ["/fibonacci", "/api/fibonacci"],
  group: "Whole numbers",
  title: "Fibonacci number",
  plural: "Fibonacci numbers",
  notation: "F(n)",
  description:
    "The n-th Fibonacci number, with F(0) = 0, F(1) = 1 and F(n) = F(n−1) + F(n−2); n may be negative.",
  input: () =>
    z.object({
      n: integerField({
        title: "n",
        description: "Any integer",
        examples: [100, "1000"],
      }),
    }),
  example: { n: "100" },
  describe: ({ n }) => `the Fibonacci number ${n}`,
  formula: ({ n }) => `F(${n})`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictDigits: ({ n }) => fibonacciDigits({ ...n, negative: false }),
  predictSeconds: ({ n }) => fibonacciSeconds(n),
  compute: ({ n }, context) => fibonacci(toNumber(n), context),
  outlined: ({ n }, tools) => fibonacciValue(toBigint(n), tools),
  residue: ({ n }, modulus) => ({
    seconds: predictFibonacciResidueSeconds(toBigint(n), modulus),
    compute: (context) => fibonacciResidue(toBigint(n), modulus, context),
  }),
});
