import {
  divisorCount,
  divisors as divisorsOf,
  MAX_DIVISORS,
  sigma as sigmaOf,
  sigmaSeconds,
  totient as totientOf,
} from "../../../numbers/integers/mod.ts";
import { invalidExpression } from "../../expression_error.ts";
import { tooCostly } from "../at_place.ts";
import { bitsOf, digitsOf, LONGEST_BIGINT, requireInteger, smallIntegerOf } from "../operands.ts";
import type { Operand, Rule, RuleContext } from "../rule.ts";
import { integerSize } from "../size.ts";
import { integerValue, listOfIntegers } from "../value.ts";
import { factorSeconds, factorsOf } from "./primes.ts";

/** Functions of the prime factors of a positive integer. */

const MOST_POWER = 1_000_000;

/** The divisors in ascending order. */
export const divisors: Rule = {
  predict: ([n], { tools }) => ({
    type: "list",
    seconds: factorSeconds(n!, tools) + 1e-3,
    isEager: true,
  }),
  compute([n], context) {
    const factors = factorsOf(n!, context);
    const count = divisorCount(factors);
    if (count > BigInt(MAX_DIVISORS)) {
      throw invalidExpression(
        `there are ${count} divisors, but a list has at most ${MAX_DIVISORS} items`,
        context.span,
      );
    }
    const { maxDigits } = context.tools;
    if (Number(count) * digitsOf(n!, context.tools) > 2 * maxDigits) {
      throw tooCostly(`the divisors have more than ${maxDigits} digits in all`, context.span);
    }
    return listOfIntegers(divisorsOf(factors));
  },
};

/** The sum of the k-th powers of the divisors; k is 1 if there is none. */
export const sigma: Rule = {
  predict(operands, context) {
    const [n, k] = [operands[0]!, operands[1]];
    if (k) requireInteger(k);
    const power = powerOf(k, context);
    const greatest = k && !k.value ? MOST_POWER : power;
    return {
      type: "number",
      size: integerSize({
        least: 0,
        most: (greatest + 1) * Math.max(n.size.magnitude.most, 0),
      }, 1),
      seconds: factorSeconds(n, context.tools) + sigmaSeconds(bitsOf(n, context.tools), power),
      isEager: true,
    };
  },
  compute([n, k], context) {
    const factors = factorsOf(n!, context);
    const power = powerOf(k, context);
    if (power * digitsOf(n!, context.tools) > LONGEST_BIGINT) {
      throw tooCostly(
        `the sum has more digits than can be computed, which is ${LONGEST_BIGINT}`,
        context.span,
      );
    }
    return integerValue(sigmaOf(factors, power, context.tools.context));
  },
};

/** How many of 1, …, n are coprime to n. */
export const totient: Rule = {
  predict: ([n], { tools }) => ({
    type: "number",
    size: integerSize({ least: 0, most: Math.max(n!.size.magnitude.most, 0) }, 1),
    seconds: factorSeconds(n!, tools),
    isEager: true,
  }),
  compute: ([n], context) => integerValue(totientOf(factorsOf(n!, context))),
};

function powerOf(k: Operand | undefined, context: RuleContext): number {
  return k?.value ? smallIntegerOf(k, context, { least: 0, most: MOST_POWER }) : 1;
}
