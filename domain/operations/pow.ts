import { z } from "zod";
import { ServiceError } from "../errors.ts";
import {
  type Decimal,
  decimalPower,
  decimalPowerDigits,
  decimalPowerSeconds,
  decimalText,
  isZero,
} from "../numbers/mod.ts";
import { decimalField, integerField } from "./inputs.ts";
import { defineOperation } from "./operation.ts";

interface PowInput {
  readonly base: Decimal;
  readonly exponent: Decimal;
}

export const powOperation = defineOperation<PowInput>({
  name: "pow",
  paths: ["/pow", "/api/pow", "/api/power"],
  title: "Power",
  plural: "powers",
  notation: "xʸ",
  description: "A base raised to an integer exponent, exactly: an integer, a finite decimal, " +
    "or a reduced fraction if the decimal does not terminate. 0 to the power 0 is 1.",
  input: z.object({
    base: decimalField({
      title: "base",
      description: "Any finite decimal number",
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
  canonical: ({ base, exponent }) => ({
    base: decimalText(base),
    exponent: decimalText(exponent),
  }),
  check({ base, exponent }) {
    if (isZero(base) && exponent.negative) {
      throw new ServiceError("division_by_zero", "Cannot raise 0 to a negative power");
    }
  },
  predictDigits: ({ base, exponent }) => decimalPowerDigits(base, exponent),
  predictSeconds: ({ base, exponent }) => decimalPowerSeconds(base, exponent),
  compute: ({ base, exponent }, context) => decimalPower(base, exponent, context),
});
