import {
  factor as factorize,
  isPrime,
  isPrimeSeconds,
  nextPrime,
  nextPrimeSeconds,
  predictFactorSeconds,
  prevPrime,
  primeCertainty,
} from "../../../numbers/integers/mod.ts";
import type { PrimeFactor } from "../../../numbers/integers/mod.ts";
import { invalidExpression } from "../../expression_error.ts";
import { tooCostly } from "../at_place.ts";
import { bigintOf, bitsOf, requireInteger } from "../operands.ts";
import type { Operand, Prediction, Rule, RuleContext } from "../rule.ts";
import { integerSize } from "../size.ts";
import { booleanValue, integerValue, listOfIntegers } from "../value.ts";
import type { EvaluationTools } from "../tools.ts";

/** Bits above which the predicted time of any operation on primes is far beyond every limit. */
const MAX_PREDICTED_BITS = 200_000;

/** A composite that would take the quadratic sieve longer, on the reference machine, is not factored. */
const MAX_SIEVE_SECONDS = 5;

export const isprime: Rule = {
  predict: ([n], { tools }) => {
    requireInteger(n!);
    return {
      type: "boolean",
      seconds: isPrimeSeconds(powerOfSameLength(n!, tools)),
      isEager: true,
    };
  },
  compute([n], { tools }) {
    const { isPrime: prime, certainty } = isPrime(bigintOf(n!, tools), tools.context);
    tools.primality.used(certainty);
    return booleanValue(prime);
  },
};

export const nextprime: Rule = {
  predict: ([n], { tools }) => neighbour(n!, tools),
  compute([n], { tools }) {
    const prime = nextPrime(bigintOf(n!, tools), tools.context);
    tools.primality.used(primeCertainty(prime));
    return integerValue(prime);
  },
};

export const prevprime: Rule = {
  predict: ([n], { tools }) => neighbour(n!, tools),
  compute([n], { tools }) {
    const prime = prevPrime(bigintOf(n!, tools), tools.context);
    if (prime === undefined) throw invalidExpression("there is no prime below this", n!.span);
    tools.primality.used(primeCertainty(prime));
    return integerValue(prime);
  },
};

function neighbour(n: Operand, tools: EvaluationTools): Prediction {
  requireInteger(n);
  return {
    type: "number",
    size: integerSize({ least: -Infinity, most: Math.max(n.size.magnitude.most, 0) + 1 }),
    seconds: nextPrimeSeconds(powerOfSameLength(n, tools)),
    isEager: true,
  };
}

/** [[p, a], …] with n = Π p^a. */
export const factor: Rule = {
  predict: ([n], { tools }) => ({ type: "list", seconds: factorSeconds(n!, tools), isEager: true }),
  compute: ([n], context) => ({
    type: "list",
    items: factorsOf(n!, context).map(({ prime, exponent }) =>
      listOfIntegers([prime, BigInt(exponent)])
    ),
  }),
};

/** Predicted seconds of `factorsOf`. */
export function factorSeconds(n: Operand, tools: EvaluationTools): number {
  requireInteger(n);
  return predictFactorSeconds(powerOfSameLength(n, tools), MAX_SIEVE_SECONDS);
}

/** The prime factors of a positive integer. Throws `too_costly` if they cannot be found in time. */
export function factorsOf(n: Operand, { tools }: RuleContext): readonly PrimeFactor[] {
  const value = bigintOf(n, tools, 1n);
  const { factors, composite } = factorize(value, tools.context, { maxSeconds: MAX_SIEVE_SECONDS });
  if (composite === null) {
    factors.forEach(({ certainty }) => tools.primality.used(certainty));
    return factors;
  }
  const digits = String(composite).length;
  throw tooCostly(`a composite factor of ${digits} digits takes too long to be factored`, n.span);
}

function powerOfSameLength(n: Operand, tools: EvaluationTools): bigint {
  return 1n << BigInt(Math.min(bitsOf(n, tools), MAX_PREDICTED_BITS));
}
