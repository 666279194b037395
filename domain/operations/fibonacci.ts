import { z } from "zod";
import {
  decimalText,
  fibonacci,
  fibonacciDigits,
  fibonacciSeconds,
  toNumber,
} from "../numbers/mod.ts";
import { naturalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const fibonacciOperation = defineOperation({
  name: "fibonacci",
  paths: ["/fibonacci", "/api/fibonacci"],
  title: "Fibonacci number",
  plural: "Fibonacci numbers",
  notation: "F(n)",
  description: "The n-th Fibonacci number, with F(0) = 0, F(1) = 1 and F(n) = F(n−1) + F(n−2).",
  input: z.object({
    n: naturalField({
      title: "n",
      description: "An integer, 0 or greater",
      examples: [100, "1000"],
    }),
  }),
  example: { n: "100" },
  describe: ({ n }) => `the Fibonacci number ${n}`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictDigits: ({ n }) => fibonacciDigits(n),
  predictSeconds: ({ n }) => fibonacciSeconds(n),
  compute: ({ n }, context) => fibonacci(toNumber(n), context),
});
