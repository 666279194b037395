import * as z from "zod";
import { decimalText, permutations, permutationsSeconds, toBigint } from "../numbers/mod.ts";
import { permutationsValue } from "../numbers/outline/mod.ts";
import { planPermutationsResidue } from "../numbers/residue/mod.ts";
import { naturalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const permutationsOperation = defineOperation({
  name: "permutations",
  paths: ["/permutations", "/api/permutations"],
  group: "Combinatorics",
  title: "Permutations",
  plural: "permutations",
  notation: "P(n, k)",
  description: "The number of ways to arrange k of n things in order, n! / (n−k)!.",
  input: () =>
    z.object({
      n: naturalField({
        title: "n",
        description: "An integer, 0 or greater",
        examples: [52, "1000"],
      }),
      k: naturalField({
        title: "k",
        description: "An integer, 0 or greater",
        examples: [5, "500"],
      }),
    }),
  example: { n: "52", k: "5" },
  describe: ({ n, k }) => `the number of arrangements of ${k} of ${n}`,
  formula: ({ n, k }) => `P(${n}, ${k})`,
  canonical: ({ n, k }) => ({ n: decimalText(n), k: decimalText(k) }),
  predictSeconds: ({ n, k }) => permutationsSeconds(toBigint(n), toBigint(k)),
  compute: ({ n, k }, context) => permutations(toBigint(n), toBigint(k), context),
  outlined: ({ n, k }, tools) => permutationsValue(toBigint(n), toBigint(k), tools),
  residue: ({ n, k }, m, tools) => planPermutationsResidue(toBigint(n), toBigint(k), { m, tools }),
});
