import * as z from "zod";
import { invalidInput } from "../errors.ts";
import { nextPrimeSeconds, prevPrime, primeCertainty } from "../numbers/integers/mod.ts";
import { decimalText, toBigint, toNumber } from "../numbers/mod.ts";
import { integerField, powerOfSameLength } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const prevprimeOperation = defineOperation({
  name: "prevprime",
  paths: ["/prevprime", "/api/prevprime"],
  group: "Number theory",
  title: "Previous prime",
  plural: "previous primes",
  notation: "p < n",
  description:
    "The largest prime less than n; n must be 3 or greater. Proven below 3.3·10²⁴, above by the Baillie–PSW test.",
  input: () =>
    z.object({
      n: integerField({ title: "n", description: "Any integer", examples: [100, "1000000"] }),
    }),
  details: () => ({ certainty: z.enum(["proven", "probable"]) }),
  example: { n: "100" },
  describe: ({ n }) => `the prime before ${n}`,
  formula: ({ n }) => `prime before ${n}`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  check({ n }) {
    if (toNumber(n) < 3) {
      throw invalidInput("n", "No prime is less than this number");
    }
  },
  predictSeconds: ({ n }) => nextPrimeSeconds(powerOfSameLength(n)),
  compute({ n }, context) {
    const prime = prevPrime(toBigint(n), context)!;
    return { text: String(prime), details: { certainty: primeCertainty(prime) } };
  },
});
