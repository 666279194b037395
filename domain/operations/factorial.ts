import * as z from "zod";
import {
  decimalText,
  factorial,
  factorialDigits,
  factorialSeconds,
  toBigint,
  toNumber,
} from "../numbers/mod.ts";
import { factorialValue } from "../numbers/outline/mod.ts";
import { planFactorialResidue } from "../numbers/residue/mod.ts";
import { naturalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const factorialOperation = defineOperation({
  name: "factorial",
  paths: ["/factorial", "/api/factorial"],
  group: "Whole numbers",
  title: "Factorial",
  plural: "factorials",
  notation: "n!",
  description: "The product of all integers from 1 to n; 0! is 1.",
  input: () =>
    z.object({
      n: naturalField({
        title: "n",
        description: "An integer, 0 or greater",
        examples: [20, "1000"],
      }),
    }),
  example: { n: "20" },
  describe: ({ n }) => `the factorial of ${n}`,
  formula: ({ n }) => `${n}!`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictDigits: ({ n }) => factorialDigits(n),
  predictSeconds: ({ n }) => factorialSeconds(n),
  compute: ({ n }, context) => factorial(toNumber(n), context),
  outlined: ({ n }, tools) => factorialValue(toBigint(n), tools),
  residue: ({ n }, modulus, tools) => planFactorialResidue(toBigint(n), modulus, tools),
});
