import * as z from "zod";
import {
  decimalText,
  subfactorial,
  subfactorialSeconds,
  toBigint,
  toNumber,
} from "../numbers/mod.ts";
import { subfactorialValue } from "../numbers/outline/mod.ts";
import { planSubfactorialResidue } from "../numbers/residue/mod.ts";
import { naturalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const subfactorialOperation = defineOperation({
  name: "subfactorial",
  paths: ["/subfactorial", "/api/subfactorial"],
  group: "Combinatorics",
  title: "Subfactorial",
  plural: "subfactorials",
  notation: "!n",
  description:
    "The number of derangements: permutations of n items in which no item stays in its place.",
  input: () =>
    z.object({
      n: naturalField({
        title: "n",
        description: "An integer, 0 or greater",
        examples: [10, "1000"],
      }),
    }),
  example: { n: "10" },
  describe: ({ n }) => `the subfactorial of ${n}`,
  formula: ({ n }) => `!${n}`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictSeconds: ({ n }) => subfactorialSeconds(toNumber(n)),
  compute: ({ n }, context) => subfactorial(toNumber(n), context),
  outlined: ({ n }, tools) => subfactorialValue(toBigint(n), tools),
  residue: ({ n }, modulus, tools) => planSubfactorialResidue(toBigint(n), modulus, tools),
});
