import { predictSeconds } from "../../numbers/integer/mod.ts";
import { expressionError } from "../expression_error.ts";
import * as fractions from "./fractions.ts";
import {
  bigintOf,
  digitsOf,
  fractionOf,
  isIntegral,
  requireNumber,
  shortBigint,
} from "./operands.ts";
import type { Operand, Rule, RuleContext } from "./rule.ts";
import { integerSize, isIntegerSize, type Size } from "./size.ts";
import { residueOfFraction } from "./residue_of_fraction.ts";
import { integerValue, numberValue, type Value } from "./value.ts";

/**
 * The remainder, with the sign of the divisor m. Modulo an integer, a fraction is the residue of its
 * numerator times the inverse of its denominator; otherwise it is a − m·⌊a/m⌋.
 */
export const modRule: Rule = {
  predict(operands, context) {
    const [a, m] = [operands[0]!, operands[1]!];
    requireNumber(a);
    requireNumber(m);
    rejectZero(m, context);
    const { tools } = context;
    const seconds = 2 * predictSeconds.quotientAndRemainder(digitsOf(a, tools), digitsOf(m, tools));
    return { type: "number", size: remainderSize(a, m), seconds };
  },
  compute([a, m], context) {
    rejectZero(m!, context);
    const { tools } = context;
    const { integers } = tools;
    const [x, y] = [fractionOf(a!), fractionOf(m!)];
    if (x.denominator === 1n && y.denominator === 1n) {
      return integerValue(integers.quotientAndRemainder(x.numerator, y.numerator).remainder);
    }
    if (y.denominator === 1n) {
      const modulus = shortBigint(y.numerator, m!.span, tools);
      const residue = residueOfFraction(x, modulus < 0n ? -modulus : modulus, tools);
      return signedResidue(residue, modulus);
    }
    const times = fractions.floor(
      fractions.product(x, fractions.reciprocal(y, integers), integers),
      integers,
    );
    const multiple = fractions.product(y, fractions.integer(times), integers);
    return numberValue(fractions.sum(x, fractions.negated(multiple, integers), integers));
  },
  resolve(operands, contexts, context) {
    const [a, m] = [operands[0]!, operands[1]!];
    if (a.value || !m.value || !isIntegral(m)) return undefined;
    rejectZero(m, context);
    const modulus = bigintOf(m, context.tools);
    const plan = contexts.residue(a, modulus < 0n ? -modulus : modulus);
    return {
      type: "number",
      size: remainderSize(a, m),
      seconds: plan.seconds,
      compute: (tools) => signedResidue(plan.compute(tools.context), modulus),
    };
  },
};

function signedResidue(residue: bigint, modulus: bigint): Value {
  return integerValue(modulus < 0n && residue !== 0n ? residue + modulus : residue);
}

/** |r| < |m|, and the denominator divides those of both. */
function remainderSize(a: Operand, m: Operand): Size {
  const most = Math.max(m.size.magnitude.most, 0);
  if (isIntegerSize(m.size)) return integerSize({ least: -Infinity, most });
  const denominator = a.size.denominator.most + m.size.denominator.most;
  return {
    magnitude: { least: -Infinity, most: m.size.magnitude.most },
    numerator: { least: -Infinity, most: most + denominator },
    denominator: { least: 0, most: denominator },
    sign: null,
  };
}

function rejectZero(divisor: Operand, { span }: RuleContext): void {
  if (divisor.size.sign !== 0) return;
  throw expressionError("division_by_zero", "the modulus is 0", { span });
}
