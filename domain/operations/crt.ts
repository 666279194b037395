import * as z from "zod";
import { invalidInput } from "../errors.ts";
import { chineseRemainder, chineseRemainderSeconds } from "../numbers/integers/mod.ts";
import { type Decimal, decimalText, toBigint } from "../numbers/mod.ts";
import { bitsOf, integersField, positiveIntegersField, rejectLongIntegers } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

interface CrtInput {
  readonly residues: readonly Decimal[];
  readonly moduli: readonly Decimal[];
}

export const crtOperation = defineOperation<CrtInput>({
  name: "crt",
  paths: ["/crt", "/api/crt"],
  group: "Number theory",
  title: "Chinese remainders",
  plural: "solutions of congruences",
  notation: "x ≡ r mod m",
  description:
    "The least x ≥ 0 with the given residues modulo the given moduli, and the modulus up " +
    "to which it is unique. The moduli may have common factors.",
  input: () =>
    z.object({
      residues: integersField({
        title: "residues",
        description: "1 to 100 integers",
        examples: ["2, 3, 2"],
        minItems: 1,
        maxItems: 100,
      }),
      moduli: positiveIntegersField({
        title: "moduli",
        description: "As many integers, each 1 or greater",
        examples: ["3, 5, 7"],
        minItems: 1,
        maxItems: 100,
      }),
    }),
  details: () => ({
    modulus: z.string().meta({ description: "The least common multiple of the moduli" }),
  }),
  example: { residues: ["2", "3", "2"], moduli: ["3", "5", "7"] },
  describe: ({ residues }) => `the solution of ${[residues].flat().length} congruences`,
  formula: ({ residues, moduli }) =>
    [residues].flat().map((residue, at) => `x ≡ ${residue} (mod ${[moduli].flat()[at]})`).join(
      ", ",
    ),
  canonical: ({ residues, moduli }) => ({
    residues: residues.map(decimalText),
    moduli: moduli.map(decimalText),
  }),
  check({ residues, moduli }) {
    if (residues.length !== moduli.length) {
      throw invalidInput(
        "moduli",
        `Expected as many moduli as residues, ${residues.length}, got ${moduli.length}`,
      );
    }
    rejectLongIntegers([...residues, ...moduli]);
  },
  predictSeconds: ({ residues, moduli }) =>
    chineseRemainderSeconds([...residues, ...moduli].map(bitsOf).reduce((sum, bits) => sum + bits)),
  compute({ residues, moduli }, context) {
    const congruences = residues.map((residue, index) => ({
      residue: toBigint(residue),
      modulus: toBigint(moduli[index]!),
    }));
    const { residue, modulus } = chineseRemainder(congruences, context);
    return { text: String(residue), details: { modulus: String(modulus) } };
  },
});
