import * as z from "zod";
import { modInverse, modInverseSeconds } from "../numbers/integers/mod.ts";
import { decimalText, toBigint } from "../numbers/mod.ts";
import { bitsOf, integerField, positiveField, rejectLongIntegers } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const modinvOperation = defineOperation({
  name: "modinv",
  paths: ["/modinv", "/api/modinv"],
  group: "Number theory",
  title: "Modular inverse",
  plural: "modular inverses",
  notation: "a⁻¹ mod m",
  description:
    "The x from 0 to m − 1 with a·x ≡ 1 modulo m; it exists if a and m have no common divisor.",
  input: () =>
    z.object({
      a: integerField({ title: "a", description: "Any integer", examples: [3, "65537"] }),
      m: positiveField({
        title: "m",
        description: "The modulus: an integer, 1 or greater",
        examples: [7, "1000000007"],
      }),
    }),
  example: { a: "3", m: "7" },
  describe: ({ a, m }) => `the inverse of ${a} modulo ${m}`,
  formula: ({ a, m }) => `${a}^(-1) mod ${m}`,
  canonical: ({ a, m }) => ({ a: decimalText(a), m: decimalText(m) }),
  check: ({ a, m }) => rejectLongIntegers([a, m]),
  predictSeconds: ({ a, m }) => modInverseSeconds(Math.max(bitsOf(a), bitsOf(m))),
  compute: ({ a, m }, context) => String(modInverse(toBigint(a), toBigint(m), context)),
});
