import * as z from "zod";
import { catalan, catalanSeconds, decimalText, toBigint, toNumber } from "../numbers/mod.ts";
import { catalanValue } from "../numbers/outline/mod.ts";
import { planCatalanResidue } from "../numbers/residue/mod.ts";
import { naturalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const catalanOperation = defineOperation({
  name: "catalan",
  paths: ["/catalan", "/api/catalan"],
  group: "Combinatorics",
  title: "Catalan number",
  plural: "Catalan numbers",
  notation: "C(n)",
  description:
    "The n-th Catalan number, (2n)! / (n! (n+1)!): the number of ways to match n pairs of brackets.",
  input: () =>
    z.object({
      n: naturalField({
        title: "n",
        description: "An integer, 0 or greater",
        examples: [10, "1000"],
      }),
    }),
  example: { n: "10" },
  describe: ({ n }) => `the Catalan number ${n}`,
  formula: ({ n }) => `Catalan(${n})`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictSeconds: ({ n }) => catalanSeconds(toNumber(n)),
  compute: ({ n }, context) => catalan(toNumber(n), context),
  outlined: ({ n }, tools) => catalanValue(toBigint(n), tools),
  residue: ({ n }, modulus, tools) => planCatalanResidue(toBigint(n), modulus, tools),
});
