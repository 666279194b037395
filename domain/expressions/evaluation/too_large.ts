import { digitCount } from "../../numbers/mod.ts";
import { fromInteger, subtract } from "../../numbers/outline/interval.ts";
import { exactDigits, type OutlinedValue, Undecided } from "../../numbers/outline/mod.ts";
import { expressionError } from "../expression_error.ts";
import { logarithmOf } from "./logarithm_of.ts";
import { powerRule } from "./power_rule.ts";
import { leastDigits } from "./size.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** Counts of up to this many digits are written in full. */
const LONGEST_COUNT = 60;

/**
 * The error for a node that has more digits than allowed, with their exact number if possible. A whole
 * expression whose digits can be counted has an outline.
 */
export function tooLarge(
  node: SurveyedNode,
  tools: EvaluationTools,
  { isWhole }: { readonly isWhole: boolean },
) {
  const { maxDigits } = tools;
  const count = countDigits(node, tools);
  if (count !== undefined) {
    return expressionError(
      "result_too_large",
      `${subject(node)} has ${countText(count)} digits, but at most ${maxDigits} are allowed`,
      {
        span: node.span,
        members: { predicted_digits: memberOf(count), max_digits: maxDigits },
        hint: isWhole ? "ask for its outline instead" : undefined,
      },
    );
  }
  return expressionError("result_too_large", `${reason(node, tools)}`, {
    span: node.span,
    members: { max_digits: maxDigits },
  });
}

/** A number that cannot be counted has an operand that is itself very long. */
function reason(node: SurveyedNode, tools: EvaluationTools): string {
  const allowed = `but at most ${tools.maxDigits} digits are allowed`;
  const argument = node.operands.at(-1);
  const name = node.rule === powerRule ? "its exponent" : "its argument";
  const count = argument && argument.value === undefined ? countDigits(argument, tools) : undefined;
  if (count !== undefined) return `${name} alone has ${countText(count)} digits, ${allowed}`;
  const least = leastDigits(node.size);
  return Number.isSafeInteger(least)
    ? `it has more than ${least - 1} digits, ${allowed}`
    : `the number of its digits is itself too long, ${allowed}`;
}

function countDigits(node: SurveyedNode, tools: EvaluationTools): bigint | undefined {
  const value = logarithmOf(node, tools);
  if (!value || value.predictSeconds({ leading: 1, trailing: 0 }) > 1) return undefined;
  try {
    return exactDigits(isBelowOne(node) ? reciprocal(value) : value, tools);
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

function isBelowOne({ size }: SurveyedNode): boolean {
  return size.magnitude.most < 0;
}

function subject(node: SurveyedNode): string {
  return isBelowOne(node) ? "its denominator" : "it";
}

/** 1/x, which is about as long as the denominator of x < 1. */
function reciprocal(value: OutlinedValue): OutlinedValue {
  if (value.kind === "exact") {
    const { numerator, denominator } = value.compute();
    const inverse = { numerator: denominator, denominator: numerator };
    return { ...value, shift: -value.shift, compute: () => inverse };
  }
  const { shift } = value;
  const ln = (bits: number) => subtract(fromInteger(0n, bits), value.ln(bits));
  return { ...value, shift: -shift, ln, lastDigits: undefined };
}

function memberOf(count: bigint): number | string {
  const exact = digitCount(count);
  return typeof exact === "bigint" ? String(exact) : exact;
}

function countText(count: bigint): string {
  const text = String(count);
  return text.length <= LONGEST_COUNT
    ? text
    : `${text.slice(0, 20)}…${text.slice(-20)} (a number ${text.length} digits long)`;
}
