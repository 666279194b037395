import { UNPLANNED_SECONDS } from "../../planning_time.ts";
import { type Expression, type ExpressionNode, operandCount } from "../expression.ts";
import { atPlace, tooCostly } from "./at_place.ts";
import { cancelFactorials } from "./cancel_factorials.ts";
import { combinePowers } from "./combine_powers.ts";
import { contextsFor } from "./contexts.ts";
import { expand, isExpandable } from "./expand.ts";
import { FOLDED_DIGITS } from "./folding.ts";
import { hasValue } from "./has_value.ts";
import { knownOperand } from "./known_operand.ts";
import type { Rule } from "./rule.ts";
import { mostDigits, UNKNOWN_SIZE } from "./size.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";
import { integerValue, type Value } from "./value.ts";

export interface SurveyOptions {
  readonly tools: EvaluationTools;
  readonly ruleOf: (node: ExpressionNode) => Rule;
  /** Seconds to spend on values, on the reference machine. */
  readonly budget: number;
}

/**
 * Computes the values of short nodes from the leaves to the root, and predicts the others. Residues
 * and logarithms are computed without expanding their operands. Returns the root.
 */
export function survey(expression: Expression, options: SurveyOptions): SurveyedNode {
  const { tools, ruleOf } = options;
  const stack: SurveyedNode[] = [];
  let budget = options.budget;
  for (const [index, node] of expression.entries()) {
    tools.context.checkpoint();
    const operands = stack.splice(stack.length - operandCount(node));
    const given = cancelFactorials(node, operands, tools) ?? { node, operands };
    const surveyed = surveyNode({
      ...given,
      index,
      rule: ruleOf(given.node),
      tools,
      budget,
    });
    budget -= surveyed.spentSeconds - spentOn(operands);
    stack.push(surveyed);
  }
  return stack[0]!;
}

interface Given {
  readonly index: number;
  readonly node: ExpressionNode;
  readonly rule: Rule;
  readonly operands: readonly SurveyedNode[];
  readonly tools: EvaluationTools;
  readonly budget: number;
}

function surveyNode(given: Given): SurveyedNode {
  const { node: { span }, rule, operands, tools, budget } = given;
  const context = { span, tools };
  const prediction = atPlace(span, () => rule.predict(operands, context));
  const areKnown = operands.every((operand) => operand.value !== undefined);
  const type = prediction.type;
  const size = prediction.size ?? UNKNOWN_SIZE;
  const isFolded = prediction.isShort === true || type !== "number" ||
    mostDigits(size) <= FOLDED_DIGITS;
  const isDeferred = operands.some((operand) => operand.isDeferred);
  const node: SurveyedNode = {
    source: given.node,
    index: given.index,
    span,
    type,
    size,
    rule,
    operands,
    prediction,
    ...(given.node.kind === "list" && { items: operands }),
    totalSeconds: operands.reduce((sum, { totalSeconds }) => sum + totalSeconds, 0) +
      prediction.seconds,
    spentSeconds: spentOn(operands),
    isPostponed: false,
    isDeferred,
    isOpen: isDeferred &&
      (operands.some(({ isOpen }) => isOpen) ||
        (type === "number" && mostDigits(size) === Infinity)),
  };
  const withValue = (value: Value, seconds: number): SurveyedNode => ({
    ...node,
    ...knownOperand(node, value, tools),
    totalSeconds: 0,
    spentSeconds: node.spentSeconds + seconds,
    isDeferred: false,
    isOpen: false,
  });
  const isZero = type === "number" && size.sign === 0;
  if (isZero && hasValue(node)) return withValue(integerValue(0), 0);
  if (areKnown) {
    if (!isFolded) return node;
    if (prediction.seconds > budget) return postponed(node);
    rejectCostly(prediction.seconds, given);
    return withValue(atPlace(span, () => rule.compute(operands, context)), prediction.seconds);
  }
  const unfactored = tools.unfactored();
  const resolution = atPlace(span, () => rule.resolve?.(operands, contextsFor(tools), context)) ??
    combinePowers(node, tools);
  if (resolution) {
    const isGuess = tools.unfactored() > unfactored;
    const { seconds } = resolution;
    if (!isGuess && seconds <= budget) {
      rejectCostly(seconds, given);
      return withValue(atPlace(span, () => resolution.compute(tools)), seconds);
    }
    const totalSeconds = isGuess ? UNPLANNED_SECONDS : seconds;
    const resolved = postponed({ ...node, size: resolution.size ?? UNKNOWN_SIZE, totalSeconds });
    return { ...resolved, isOpen: resolved.isOpen || isGuess };
  }
  const isEager = isFolded && prediction.isEager === true && isExpandable(node, tools);
  if (!isEager) return node;
  if (node.totalSeconds > budget) return postponed(node);
  return withValue(expand(node, tools), node.totalSeconds);
}

function spentOn(operands: readonly SurveyedNode[]): number {
  return operands.reduce((sum, { spentSeconds }) => sum + spentSeconds, 0);
}

/** Rejects a value that takes longer than its calculation may. */
function rejectCostly(seconds: number, { node: { span }, tools: { context } }: Given): void {
  if (seconds === Infinity) throw tooCostly("no method is fast enough for it", span);
  if (seconds <= (context.maxSeconds ?? Infinity)) return;
  throw tooCostly("it would take longer than allowed", span, seconds);
}

function postponed(node: SurveyedNode): SurveyedNode {
  const isOpen = node.isOpen || (node.type === "number" && mostDigits(node.size) === Infinity);
  return { ...node, isPostponed: true, isDeferred: true, isOpen };
}
