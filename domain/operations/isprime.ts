import * as z from "zod";
import { isPrime, isPrimeSeconds, type Witness } from "../numbers/integers/mod.ts";
import { decimalText, toBigint } from "../numbers/mod.ts";
import { integerField, powerOfSameLength } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

export const isprimeOperation = defineOperation({
  name: "isprime",
  paths: ["/isprime", "/api/isprime"],
  group: "Number theory",
  title: "Primality",
  plural: "tests for primes",
  notation: "p?",
  description:
    "Whether n is prime. The result is proven for composites and below 3.3·10²⁴; larger " +
    "primes are probable: they pass the Baillie–PSW test, which no known composite passes.",
  input: () =>
    z.object({
      n: integerField({
        title: "n",
        description: "Any integer",
        examples: ["2305843009213693951", 97],
      }),
    }),
  details: () => ({
    certainty: z.enum(["proven", "probable"]),
    method: z.enum(["trial division", "miller-rabin", "bpsw"]),
    witness: z.record(z.string(), z.string()).optional().meta({
      description:
        "For composites: a factor, or the base or Lucas discriminant for which a test failed",
    }),
  }),
  example: { n: "2305843009213693951" },
  describe: ({ n }) => `the primality of ${n}`,
  formula: ({ n }) => `Is ${n} prime?`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictSeconds: ({ n }) => isPrimeSeconds(powerOfSameLength(n)),
  compute({ n }, context) {
    const { isPrime: prime, certainty, method, witness } = isPrime(toBigint(n), context);
    return {
      text: String(prime),
      details: {
        digits: null,
        certainty,
        method,
        ...(witness && { witness: witnessText(witness) }),
      },
    };
  },
});

function witnessText(witness: Witness): Record<string, string> {
  const entries = Object.entries(witness).map(([name, value]) => [
    name === "lucasDiscriminant" ? "lucas_discriminant" : name,
    String(value),
  ]);
  return Object.fromEntries(entries);
}
