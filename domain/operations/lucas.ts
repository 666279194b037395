import * as z from "zod";
import { decimalText, lucas, lucasSeconds, toBigint, toNumber } from "../numbers/mod.ts";
import { lucasValue } from "../numbers/outline/mod.ts";
import { lucasResidue, predictFibonacciResidueSeconds } from "../numbers/residue/mod.ts";
import { integerField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const lucasOperation = defineOperation({
  name: "lucas",
  paths: ["/lucas", "/api/lucas"],
  group: "Whole numbers",
  title: "Lucas number",
  plural: "Lucas numbers",
  notation: "L(n)",
  description:
    "The n-th Lucas number, with L(0) = 2, L(1) = 1 and L(n) = L(n−1) + L(n−2); n may be negative.",
  input: () =>
    z.object({
      n: integerField({
        title: "n",
        description: "Any integer",
        examples: [100, "-7"],
      }),
    }),
  example: { n: "100" },
  describe: ({ n }) => `the Lucas number ${n}`,
  formula: ({ n }) => `L(${n})`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictSeconds: ({ n }) => lucasSeconds(toNumber(n)),
  compute: ({ n }, context) => lucas(toNumber(n), context),
  outlined: ({ n }, tools) => lucasValue(toBigint(n), tools),
  residue: ({ n }, modulus) => ({
    seconds: predictFibonacciResidueSeconds(toBigint(n), modulus),
    compute: (context) => lucasResidue(toBigint(n), modulus, context),
  }),
});
