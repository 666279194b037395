import { z } from "zod";
import { gcdSeconds, lcmOf } from "../numbers/integers/mod.ts";
import { decimalText, toBigint } from "../numbers/mod.ts";
import { bitsOf, integersField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const lcmOperation = defineOperation({
  name: "lcm",
  paths: ["/lcm", "/api/lcm"],
  group: "Number theory",
  title: "Least common multiple",
  plural: "least common multiples",
  notation: "lcm",
  description:
    "The smallest positive integer that all of the numbers divide; 0 if one of them is 0.",
  input: z.object({
    numbers: integersField({
      title: "numbers",
      description: "2 to 100 integers",
      examples: ["12, 18, 30"],
      minItems: 2,
      maxItems: 100,
    }),
  }),
  example: { numbers: ["12", "18", "30"] },
  describe: ({ numbers }) => `the least common multiple of ${[numbers].flat().length} numbers`,
  formula: ({ numbers }) => `lcm(${[numbers].flat().join(", ")})`,
  canonical: ({ numbers }) => ({ numbers: numbers.map(decimalText) }),
  predictSeconds: ({ numbers }) =>
    numbers.length * gcdSeconds(numbers.map(bitsOf).reduce((sum, bits) => sum + bits)),
  compute: ({ numbers }, context) => String(lcmOf(numbers.map(toBigint), context)),
});
