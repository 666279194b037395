import * as z from "zod";
import {
  decimalText,
  primorial,
  primorialDigits,
  primorialSeconds,
  toBigint,
  toNumber,
} from "../numbers/mod.ts";
import { primorialValue } from "../numbers/outline/mod.ts";
import { planPrimorialResidue } from "../numbers/residue/mod.ts";
import { naturalField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const primorialOperation = defineOperation({
  name: "primorial",
  paths: ["/primorial", "/api/primorial"],
  group: "Whole numbers",
  title: "Primorial",
  plural: "primorials",
  notation: "n#",
  description: "The product of all primes up to n; 0# and 1# are 1.",
  input: () =>
    z.object({
      n: naturalField({
        title: "n",
        description: "An integer, 0 or greater",
        examples: [30, "1000"],
      }),
    }),
  example: { n: "30" },
  describe: ({ n }) => `the primorial of ${n}`,
  formula: ({ n }) => `${n}#`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictDigits: ({ n }) => primorialDigits(n),
  predictSeconds: ({ n }) => primorialSeconds(toNumber(n)),
  compute: ({ n }, context) => primorial(toNumber(n), context),
  outlined: ({ n }, tools) => primorialValue(toBigint(n), tools),
  residue: ({ n }, modulus, tools) => planPrimorialResidue(toBigint(n), modulus, tools),
});
