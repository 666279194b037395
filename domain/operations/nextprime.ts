import * as z from "zod";
import { nextPrime, nextPrimeSeconds, primeCertainty } from "../numbers/integers/mod.ts";
import { decimalText, toBigint } from "../numbers/mod.ts";
import { integerField, powerOfSameLength } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const nextprimeOperation = defineOperation({
  name: "nextprime",
  paths: ["/nextprime", "/api/nextprime"],
  group: "Number theory",
  title: "Next prime",
  plural: "next primes",
  notation: "p > n",
  description:
    "The smallest prime greater than n. Proven below 3.3·10²⁴, above by the Baillie–PSW test.",
  input: () =>
    z.object({
      n: integerField({ title: "n", description: "Any integer", examples: [100, "1000000"] }),
    }),
  details: () => ({ certainty: z.enum(["proven", "probable"]) }),
  example: { n: "100" },
  describe: ({ n }) => `the prime after ${n}`,
  formula: ({ n }) => `next prime after ${n}`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictSeconds: ({ n }) => nextPrimeSeconds(powerOfSameLength(n)),
  compute({ n }, context) {
    const prime = nextPrime(toBigint(n), context);
    return { text: String(prime), details: { certainty: primeCertainty(prime) } };
  },
});
