import type { ExpressionNode } from "../expression.ts";
import { SEQUENCE_RULES } from "./functions/sequences.ts";
import { knownOperand } from "./known_operand.ts";
import { bigintOf } from "./operands.ts";
import type { Rule } from "./rule.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";
import { integerValue } from "./value.ts";

/** The rule and the operands that n!/k! has instead, for long factorials with n ≥ k. */
export function cancelFactorials(
  node: ExpressionNode,
  operands: readonly SurveyedNode[],
  tools: EvaluationTools,
): { readonly rule: Rule; readonly operands: readonly SurveyedNode[] } | undefined {
  const isQuotient = node.kind === "binary" && node.operator === "divide";
  if (!isQuotient || !operands.every(isLongFactorial)) return undefined;
  const [above, below] = operands.map(({ operands: [n] }) => n!) as [SurveyedNode, SurveyedNode];
  const count = bigintOf(above, tools) - bigintOf(below, tools);
  if (count < 0n) return undefined;
  const factors = { ...below, ...knownOperand(below, integerValue(count), tools) };
  return { rule: SEQUENCE_RULES.permutations, operands: [above, factors] };
}

function isLongFactorial({ source, value, operands }: SurveyedNode): boolean {
  return value === undefined && source.kind === "factorial" && source.step === 1 &&
    operands[0]!.value !== undefined;
}
