import { predictSeconds } from "../../numbers/integer/mod.ts";
import { powerValue } from "../../numbers/outline/mod.ts";
import { expressionError, invalidExpression } from "../expression_error.ts";
import * as fractions from "./fractions.ts";
import { bigintOf, fractionOf, requireNumber } from "./operands.ts";
import { rationalOf } from "./rational_of.ts";
import type { Operand, Prediction, Resolution, Rule, RuleContext } from "./rule.ts";
import {
  type Bounds,
  integerSize,
  isIntegerSize,
  leastDenominator,
  ONE,
  powerSize,
  reciprocalSize,
  type Size,
  UNKNOWN_SIZE,
  ZERO_SIZE,
} from "./size.ts";
import type { EvaluationTools } from "./tools.ts";
import { type Fraction, integerValue, numberValue } from "./value.ts";

/** x^n for an integer n; 0^0 is 1. */
export const powerRule: Rule = {
  predict(operands, context) {
    const [base, exponent] = [operands[0]!, operands[1]!];
    requireNumber(base);
    requireIntegerExponent(exponent);
    return exponent.value
      ? predictKnown(base, exponent, context)
      : predictUnknown(base, exponent, context);
  },
  resolve([base, exponent], contexts) {
    const { size, value } = base!;
    if (exponent!.size.sign === 0) {
      const isOne = contexts.hasValue(base!) && contexts.hasValue(exponent!);
      return isOne ? resolution(1e-6, () => 1n) : undefined;
    }
    if (!value || exponent!.value || exponent!.size.sign !== 1 || !isUnitSize(size)) {
      return undefined;
    }
    const parity = contexts.integerResidue(exponent!, 2n);
    return resolution(parity.seconds, ({ context }) => {
      const isEven = parity.compute(context) === 0n;
      return isEven || size.sign === 1 ? 1n : -1n;
    });
  },
  compute([base, exponent], context) {
    const { tools } = context;
    return numberValue(powerOf(fractionOf(base!), bigintOf(exponent!, tools), tools));
  },
};

function requireIntegerExponent(exponent: Operand): void {
  requireNumber(exponent);
  if (!exponent.value || fractionOf(exponent).denominator === 1n) return;
  const message = "an integer is needed here: iroot(n, k) is the integer part of a k-th root";
  throw invalidExpression(message, exponent.span);
}

function resolution(
  seconds: number,
  compute: (tools: EvaluationTools) => bigint,
): Resolution {
  return {
    type: "number",
    size: integerSize(ONE),
    seconds,
    compute: (tools) => integerValue(compute(tools)),
  };
}

function powerOf(
  base: Fraction,
  exponent: bigint,
  { integers }: EvaluationTools,
): Fraction {
  if (exponent === 0n) return fractions.integer(1n);
  if (integers.sign(base.numerator) === 0) return base;
  const times = exponent < 0n ? -exponent : exponent;
  if (isUnit(base)) return times % 2n === 0n ? fractions.integer(1n) : base;
  const power = fractions.power(base, Number(times), integers);
  return exponent < 0n ? fractions.reciprocal(power, integers) : power;
}

function predictKnown(base: Operand, exponent: Operand, context: RuleContext): Prediction {
  const { tools, span } = context;
  const times = bigintOf(exponent, tools);
  const size = base.size;
  if (size.sign === 0 && times < 0n) throw zeroToNegative(span);
  if (times === 0n) return { type: "number", size: integerSize(ONE, 1), seconds: 1e-6 };
  if (size.sign === 0) return { type: "number", size: ZERO_SIZE, seconds: 1e-6 };
  const count = Number(times < 0n ? -times : times);
  const positive = powerSize(size, count, times % 2n !== 0n);
  const seconds = powerSeconds(size, count, tools);
  return {
    type: "number",
    size: times < 0n ? reciprocalSize(positive) : positive,
    seconds,
    ...(base.value && !isUnitSize(size) && {
      outlined: (tools: EvaluationTools) => powerValue(rationalOf(base, tools), times, tools),
    }),
  };
}

function powerSeconds({ numerator, denominator }: Size, times: number, tools: EvaluationTools) {
  const secondsOf = ({ most }: Bounds) =>
    most === 0
      ? 0
      : most * times > 4 * tools.maxDigits
      ? Number.MAX_VALUE
      : predictSeconds.power(most, times);
  return secondsOf(numerator) + secondsOf(denominator);
}

/** The exponent is too long to be computed, or not known yet. */
function predictUnknown(base: Operand, exponent: Operand, { span }: RuleContext): Prediction {
  const { size } = exponent;
  if (base.size.sign === 0 && size.sign === -1) throw zeroToNegative(span);
  if (base.size.sign === 0 && size.sign === 1) {
    return { type: "number", size: ZERO_SIZE, seconds: 1e-6 };
  }
  if (size.sign !== 1) {
    return { type: "number", size: UNKNOWN_SIZE, seconds: 1e-6 };
  }
  const { magnitude, sign } = base.size;
  const times = {
    least: Math.max(1, 10 ** size.magnitude.least),
    most: Math.max(1, 10 ** size.magnitude.most),
  };
  const bounds = {
    least: magnitude.least > 0
      ? magnitude.least * times.least
      : magnitude.least === 0
      ? 0
      : magnitude.least * times.most,
    most: magnitude.most > 0
      ? magnitude.most * times.most
      : magnitude.most === 0
      ? 0
      : magnitude.most * times.least,
  };
  return {
    type: "number",
    size: {
      magnitude: bounds,
      numerator: { least: bounds.least, most: Infinity },
      denominator: isIntegerSize(base.size)
        ? ONE
        : { least: leastDenominator({ ...magnitude, most: bounds.most }, sign), most: Infinity },
      sign: sign === 1 ? 1 : null,
    },
    seconds: 1e-6,
  };
}

function isUnit({ numerator, denominator }: Fraction): boolean {
  return denominator === 1n && (numerator === 1n || numerator === -1n);
}

function isUnitSize({ numerator, denominator }: Size): boolean {
  return numerator.most === 0 && denominator.most === 0;
}

function zeroToNegative(span: RuleContext["span"]) {
  return expressionError("division_by_zero", "0 has no negative power", { span });
}
