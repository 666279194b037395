import {
  bell,
  bellDigits,
  bellSeconds,
  binomial,
  binomialSeconds,
  catalan,
  catalanSeconds,
  factorial,
  factorialSeconds,
  fibonacci,
  fibonacciSeconds,
  lucas,
  lucasSeconds,
  multifactorial,
  multifactorialSeconds,
  multinomial,
  multinomialSeconds,
  parseDecimal,
  partitions,
  partitionsDigits,
  partitionsSeconds,
  permutations,
  permutationsSeconds,
  primorial,
  primorialSeconds,
  stirling2,
  stirling2Digits,
  stirling2Seconds,
  subfactorial,
  subfactorialSeconds,
} from "../../../numbers/mod.ts";
import {
  binomialValue,
  catalanValue,
  factorialValue,
  fibonacciValue,
  lucasValue,
  multifactorialValue,
  multinomialValue,
  permutationsValue,
  primorialValue,
  subfactorialValue,
} from "../../../numbers/outline/mod.ts";
import {
  fibonacciResidue,
  lucasResidue,
  planBinomialResidue,
  planCatalanResidue,
  planFactorialResidue,
  planMultifactorialResidue,
  planMultinomialResidue,
  planPermutationsResidue,
  planPrimorialResidue,
  planSubfactorialResidue,
  predictFibonacciResidueSeconds,
} from "../../../numbers/residue/mod.ts";
import type { Rule } from "../rule.ts";
import { sequenceRule } from "./sequence.ts";

const decimalOf = (n: bigint) => parseDecimal(String(n));

/** n! for step 1, n!! for step 2 and so on. */
export function factorialRule(step: number): Rule {
  if (step === 1) return factorialFunction;
  const k = BigInt(step);
  return sequenceRule({
    least: [0n],
    outlined: ([n], tools) => multifactorialValue(n!, k, tools),
    seconds: ([n]) => multifactorialSeconds(n!, k),
    compute: ([n], context) => multifactorial(n!, k, context),
    residue: ([n], m, tools) => planMultifactorialResidue(n!, k, { m, tools }),
  });
}

const factorialFunction = sequenceRule({
  least: [0n],
  outlined: ([n], tools) => factorialValue(n!, tools),
  seconds: ([n]) => factorialSeconds(decimalOf(n!)),
  compute: ([n], context) => factorial(Number(n), context),
  residue: ([n], m, tools) => planFactorialResidue(n!, m, tools),
});

/**
 * 0.98 n < ln n# < 1.01624 n for n ≥ 7,481 (Rosser and Schoenfeld, 1962). Bounds are needed only
 * where the outline is not exact, above 22,000.
 */
const PRIMORIAL_LN = { least: 0.98, most: 1.01624 };

/** Bounds of a positive integer by an upper bound on its digits. */
const upTo = (digits: number) => ({ least: 0, most: digits });

/** Functions that the engine computes. */
export const SEQUENCE_RULES = {
  binomial: sequenceRule({
    least: [undefined, undefined],
    outlined: ([n, k], tools) => binomialValue(n!, k!, tools),
    seconds: ([n, k]) => binomialSeconds(n!, k!),
    compute: ([n, k], context) => binomial(n!, k!, context),
    residue: ([n, k], m, tools) => planBinomialResidue(n!, k!, { m, tools }),
  }),
  permutations: sequenceRule({
    least: [0n, 0n],
    outlined: ([n, k], tools) => permutationsValue(n!, k!, tools),
    seconds: ([n, k]) => permutationsSeconds(n!, k!),
    compute: ([n, k], context) => permutations(n!, k!, context),
    residue: ([n, k], m, tools) => planPermutationsResidue(n!, k!, { m, tools }),
  }),
  subfactorial: sequenceRule({
    least: [0n],
    outlined: ([n], tools) => subfactorialValue(n!, tools),
    seconds: ([n]) => subfactorialSeconds(Number(n)),
    compute: ([n], context) => subfactorial(Number(n), context),
    residue: ([n], m, tools) => planSubfactorialResidue(n!, m, tools),
  }),
  primorial: sequenceRule({
    least: [0n],
    outlined: ([n], tools) => primorialValue(n!, tools),
    bounds: ([n]) => ({
      least: Number(n) * PRIMORIAL_LN.least * Math.LOG10E,
      most: Number(n) * PRIMORIAL_LN.most * Math.LOG10E,
    }),
    seconds: ([n]) => primorialSeconds(Number(n)),
    compute: ([n], context) => primorial(Number(n), context),
    residue: ([n], m, tools) => planPrimorialResidue(n!, m, tools),
  }),
  catalan: sequenceRule({
    least: [0n],
    outlined: ([n], tools) => catalanValue(n!, tools),
    seconds: ([n]) => catalanSeconds(Number(n)),
    compute: ([n], context) => catalan(Number(n), context),
    residue: ([n], m, tools) => planCatalanResidue(n!, m, tools),
  }),
  fibonacci: sequenceRule({
    least: [undefined],
    outlined: ([n], tools) => fibonacciValue(n!, tools),
    seconds: ([n]) => fibonacciSeconds(decimalOf(n!)),
    compute: ([n], context) => fibonacci(Number(n), context),
    residue: ([n], m) => ({
      seconds: predictFibonacciResidueSeconds(n!, m),
      compute: (context) => fibonacciResidue(n!, m, context),
    }),
  }),
  lucas: sequenceRule({
    least: [undefined],
    outlined: ([n], tools) => lucasValue(n!, tools),
    seconds: ([n]) => lucasSeconds(Number(n)),
    compute: ([n], context) => lucas(Number(n), context),
    residue: ([n], m) => ({
      seconds: predictFibonacciResidueSeconds(n!, m),
      compute: (context) => lucasResidue(n!, m, context),
    }),
  }),
  multinomial: sequenceRule({
    least: [0n, 0n],
    outlined: (parts, tools) => multinomialValue(parts, tools),
    seconds: (parts) => multinomialSeconds(parts),
    compute: (parts, context) => multinomial(parts, context),
    residue: (parts, m, tools) => planMultinomialResidue(parts, m, tools),
  }),
  partitions: sequenceRule({
    least: [0n],
    bounds: ([n]) => upTo(partitionsDigits(Number(n))),
    seconds: ([n]) => partitionsSeconds(Number(n)),
    compute: ([n], context) => partitions(Number(n), context),
  }),
  stirling2: sequenceRule({
    least: [0n, 0n],
    bounds: ([n, k]) => ({
      least: k! >= 1n && k! <= n! ? 0 : -Infinity,
      most: stirling2Digits(n!, k!),
    }),
    seconds: ([n, k]) => stirling2Seconds(n!, k!),
    compute: ([n, k], context) => stirling2(n!, k!, context),
  }),
  bell: sequenceRule({
    least: [0n],
    bounds: ([n]) => upTo(bellDigits(Number(n))),
    seconds: ([n]) => bellSeconds(Number(n)),
    compute: ([n], context) => bell(Number(n), context),
  }),
} satisfies Record<string, Rule>;
