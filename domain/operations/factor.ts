import * as z from "zod";
import { factor, predictFactorSeconds } from "../numbers/integers/mod.ts";
import { decimalText, toBigint } from "../numbers/mod.ts";
import { positiveField, powerOfSameLength } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

/** A composite that would take the quadratic sieve longer, on the reference machine, is not factored. */
const MAX_SIEVE_SECONDS = 5;

export const factorOperation = defineOperation({
  name: "factor",
  paths: ["/factor", "/api/factor"],
  group: "Number theory",
  title: "Prime factors",
  plural: "prime factors",
  notation: "p · q",
  description:
    "The prime factors of n. A factor that cannot be split in time is marked as composite, and " +
    "the answer as not complete.",
  input: () =>
    z.object({
      n: positiveField({
        title: "n",
        description: "An integer, 1 or greater",
        examples: [360, "340282366920938463463374607431768211457"],
      }),
    }),
  details: () => ({
    factors: z.array(z.object({
      prime: z.string(),
      exponent: z.int(),
      certainty: z.enum(["proven", "probable"]),
    })),
    complete: z.boolean(),
    composite: z.string().optional().meta({
      description: "A factor that is known to be composite",
    }),
  }),
  example: { n: "360" },
  describe: ({ n }) => `the prime factors of ${n}`,
  formula: ({ n }) => `prime factors of ${n}`,
  canonical: ({ n }) => ({ n: decimalText(n) }),
  predictSeconds: ({ n }) => predictFactorSeconds(powerOfSameLength(n), MAX_SIEVE_SECONDS),
  compute({ n }, context) {
    const { factors, composite, complete } = factor(toBigint(n), context, {
      maxSeconds: MAX_SIEVE_SECONDS,
    });
    const powers = factors.map(({ prime, exponent }) =>
      exponent === 1 ? String(prime) : `${prime}^${exponent}`
    );
    if (composite !== null) powers.push(`composite(${composite})`);
    return {
      text: powers.join(" * ") || "1",
      details: {
        digits: null,
        factors: factors.map(({ prime, exponent, certainty }) => ({
          prime: String(prime),
          exponent,
          certainty,
        })),
        complete,
        ...(composite !== null && { composite: String(composite) }),
      },
    };
  },
});
