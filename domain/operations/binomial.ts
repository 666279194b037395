import * as z from "zod";
import { binomial, binomialSeconds, decimalText, toBigint } from "../numbers/mod.ts";
import { binomialValue } from "../numbers/outline/mod.ts";
import { planBinomialResidue } from "../numbers/residue/mod.ts";
import { integerField, naturalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const binomialOperation = defineOperation({
  name: "binomial",
  paths: ["/binomial", "/api/binomial"],
  group: "Combinatorics",
  title: "Binomial coefficient",
  plural: "binomial coefficients",
  notation: "C(n, k)",
  description: "The number of ways to choose k of n things, n! / (k! (n−k)!); n may be negative.",
  input: () =>
    z.object({
      n: integerField({
        title: "n",
        description: "Any integer",
        examples: [52, "1000"],
      }),
      k: naturalField({
        title: "k",
        description: "An integer, 0 or greater",
        examples: [5, "500"],
      }),
    }),
  example: { n: "52", k: "5" },
  describe: ({ n, k }) => `the binomial coefficient of ${n} and ${k}`,
  formula: ({ n, k }) => `binomial(${n}, ${k})`,
  canonical: ({ n, k }) => ({ n: decimalText(n), k: decimalText(k) }),
  predictSeconds: ({ n, k }) => binomialSeconds(toBigint(n), toBigint(k)),
  compute: ({ n, k }, context) => binomial(toBigint(n), toBigint(k), context),
  outlined: ({ n, k }, tools) => binomialValue(toBigint(n), toBigint(k), tools),
  residue: ({ n, k }, m, tools) => planBinomialResidue(toBigint(n), toBigint(k), { m, tools }),
});
