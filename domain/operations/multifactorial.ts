import * as z from "zod";
import { decimalText, multifactorial, multifactorialSeconds, toBigint } from "../numbers/mod.ts";
import { multifactorialValue } from "../numbers/outline/mod.ts";
import { planMultifactorialResidue } from "../numbers/residue/mod.ts";
import { naturalField, positiveField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const multifactorialOperation = defineOperation({
  name: "multifactorial",
  paths: ["/multifactorial", "/api/multifactorial"],
  group: "Whole numbers",
  title: "Multifactorial",
  plural: "multifactorials",
  notation: "n!!",
  description:
    "The product n (n−k) (n−2k) … of its positive factors: n!! for k = 2, n!!! for k = 3.",
  input: () =>
    z.object({
      n: naturalField({
        title: "n",
        description: "An integer, 0 or greater",
        examples: [20, "1000"],
      }),
      k: positiveField({
        title: "k",
        description: "The step: an integer, 1 or greater",
        examples: [2, "3"],
      }),
    }),
  example: { n: "20", k: "2" },
  describe: ({ n, k }) => `the multifactorial of ${n} with step ${k}`,
  formula: ({ n, k }) => Number(k) <= 3 ? n + "!".repeat(Number(k)) : `multifactorial(${n}, ${k})`,
  canonical: ({ n, k }) => ({ n: decimalText(n), k: decimalText(k) }),
  predictSeconds: ({ n, k }) => multifactorialSeconds(toBigint(n), toBigint(k)),
  compute: ({ n, k }, context) => multifactorial(toBigint(n), toBigint(k), context),
  outlined: ({ n, k }, tools) => multifactorialValue(toBigint(n), toBigint(k), tools),
  residue: ({ n, k }, m, tools) =>
    planMultifactorialResidue(toBigint(n), toBigint(k), { m, tools }),
});
