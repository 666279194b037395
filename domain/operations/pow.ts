import * as z from "zod";
import { ServiceError } from "../errors.ts";
import {
  type Decimal,
  decimalText,
  type ExactNumber,
  isFraction,
  isZero,
  numberText,
  rationalPower,
  rationalPowerDigits,
  rationalPowerSeconds,
  ratioOf,
  toBigint,
} from "../numbers/mod.ts";
import { powerValue } from "../numbers/outline/mod.ts";
import { powerResidue, predictPowerResidueSeconds } from "../numbers/residue/mod.ts";
import { integerField, rationalField } from "./inputs.ts";
import { type CanonicalValue, defineOperation } from "./operation.ts";

interface PowInput {
  readonly base: ExactNumber;
  readonly exponent: Decimal;
}

export const powOperation = defineOperation<PowInput>({
  name: "pow",
  paths: ["/pow", "/api/pow", "/api/power"],
  group: "Whole numbers",
  title: "Power",
  plural: "powers",
  notation: "xⁿ",
  description: "A base raised to an integer exponent, exactly: an integer, a finite decimal, " +
    "or a reduced fraction if the decimal does not terminate. 0 to the power 0 is 1.",
  input: () =>
    z.object({
      base: rationalField({
        title: "base",
        description: "A decimal number or a fraction p/q",
        examples: [2, "1.5"],
      }),
      exponent: integerField({
        title: "exponent",
        description: "Any integer; a negative one gives the reciprocal",
        examples: [10, "-3"],
      }),
    }),
  example: { base: "2", exponent: "100" },
  describe: ({ base, exponent }) => `${base} to the power ${exponent}`,
  formula: ({ base, exponent }) => `${inParentheses(base)}^(${exponent})`,
  canonical: ({ base, exponent }) => ({
    base: numberText(base),
    exponent: decimalText(exponent),
  }),
  check({ base, exponent }) {
    if (!isFraction(base) && isZero(base) && exponent.negative) {
      throw new ServiceError("division_by_zero", "Cannot raise 0 to a negative power");
    }
  },
  predictDigits: ({ base, exponent }) => rationalPowerDigits(base, exponent),
  predictSeconds: ({ base, exponent }) => rationalPowerSeconds(base, exponent),
  compute: ({ base, exponent }, context) => rationalPower(base, exponent, context),
  outlined: ({ base, exponent }, tools) => powerValue(ratioOf(base), toBigint(exponent), tools),
  residue: ({ base, exponent }, modulus) => ({
    seconds: predictPowerResidueSeconds(toBigint(exponent), modulus),
    compute: (context) => powerResidue(ratioOf(base), toBigint(exponent), modulus, context),
  }),
});

/** A base in parentheses unless it is a natural number. */
function inParentheses(base: CanonicalValue | undefined): string {
  return /^[0-9]+$/.test(String(base)) ? String(base) : `(${base})`;
}
