import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import { tooCostly } from "./at_place.ts";
import { comparisonSeconds } from "./fraction_seconds.ts";
import * as fractions from "./fractions.ts";
import { fullLogarithm } from "./full_logarithm.ts";
import { fractionOf, isIntegral, requireNumber } from "./operands.ts";
import type { Contexts, Operand, Resolution, Rule, RuleContext } from "./rule.ts";
import type { EvaluationTools } from "./tools.ts";
import { booleanValue } from "./value.ts";

type Order = -1 | 0 | 1;

/** Binary places of the logarithms that are compared before anything is expanded. */
const FIRST_BITS = 64;
const MOST_BITS = 4_096;

/** Primes modulo which equal integers have equal residues. */
const WITNESSES = [2n ** 61n - 1n, 2n ** 31n - 1n, 1_000_000_007n];

/** A comparison of numbers. */
export function comparison(isTrue: (order: Order) => boolean): Rule {
  return {
    predict(operands, { tools }) {
      operands.forEach(requireNumber);
      const seconds = comparisonSeconds(operands[0]!.size, operands[1]!.size, tools);
      return { type: "boolean", seconds };
    },
    compute: ([a, b], { tools }) =>
      booleanValue(isTrue(fractions.compare(fractionOf(a!), fractionOf(b!), tools.integers))),
    resolve([a, b], contexts, context): Resolution | undefined {
      const isOfEquality = isTrue(1) === isTrue(-1);
      const signs = compareSigns(a!, b!, contexts);
      if (signs !== undefined) return resolution(1e-7, () => isTrue(signs));
      if (contexts.isSame(a!, b!)) return resolution(1e-6, () => isTrue(0));
      const [x, y] = [contexts.logarithm(a!), contexts.logarithm(b!)];
      if (!x || !y) return undefined;
      const seconds = 2 * secondsOf(x) + 2 * secondsOf(y);
      return resolution(seconds, () => {
        const near = compareLogarithms(x, y, context.tools);
        if (near !== undefined) return isTrue(near);
        if (isOfEquality && areDifferent(a!, b!, contexts, context)) return isTrue(1);
        return isTrue(compareExpanded(a!, b!, contexts, context));
      });
    },
  };
}

function resolution(seconds: number, compute: () => boolean): Resolution {
  return { type: "boolean", seconds, compute: () => booleanValue(compute()) };
}

function secondsOf(value: OutlinedValue): number {
  return value.predictSeconds({ leading: 1, trailing: 0 });
}

/** The order of two numbers of which one is known to be 0 or both have known, different signs. */
function compareSigns(a: Operand, b: Operand, contexts: Contexts): Order | undefined {
  const [x, y] = [a.size.sign, b.size.sign];
  if (x === null || y === null || x === y) return undefined;
  if (!contexts.hasValue(a) || !contexts.hasValue(b)) return undefined;
  return x < y ? -1 : 1;
}

/** The order of two numbers other than 0; undefined if so many places do not distinguish them. */
function compareLogarithms(
  a: OutlinedValue,
  b: OutlinedValue,
  tools: EvaluationTools,
): Order | undefined {
  const [x, y] = [fullLogarithm(a, tools), fullLogarithm(b, tools)];
  if (x.sign !== y.sign) return x.sign < y.sign ? -1 : 1;
  for (let bits = FIRST_BITS; bits <= MOST_BITS; bits *= 4) {
    const [left, right] = [x.ln(bits), y.ln(bits)];
    if (left.hi < right.lo) return x.sign < 0 ? 1 : -1;
    if (left.lo > right.hi) return x.sign < 0 ? -1 : 1;
  }
  return undefined;
}

/** Whether two integers are proven to be different by their residues. */
function areDifferent(
  a: Operand,
  b: Operand,
  contexts: Contexts,
  { tools: { context } }: RuleContext,
): boolean {
  if (!isIntegral(a) || !isIntegral(b)) return false;
  return WITNESSES.some((prime) => {
    const [x, y] = [contexts.residue(a, prime), contexts.residue(b, prime)];
    if (x.seconds + y.seconds > 1) return false;
    return x.compute(context) !== y.compute(context);
  });
}

function compareExpanded(
  a: Operand,
  b: Operand,
  contexts: Contexts,
  { span, tools: { integers } }: RuleContext,
): Order {
  const [x, y] = [contexts.expanded(a), contexts.expanded(b)];
  if (!x || !y) throw tooCostly("the numbers are too close to be compared", span);
  return fractions.compare(fractionOf(x), fractionOf(y), integers);
}
