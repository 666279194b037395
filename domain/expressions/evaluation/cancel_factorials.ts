import { parseDecimal } from "../../numbers/mod.ts";
import type { ExpressionNode } from "../expression.ts";
import { knownOperand } from "./known_operand.ts";
import { bigintOf } from "./operands.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";
import { integerValue } from "./value.ts";

/** n!/k! as permutations(n, n − k) with its operands, for long factorials with n ≥ k. */
export function cancelFactorials(
  node: ExpressionNode,
  operands: readonly SurveyedNode[],
  tools: EvaluationTools,
): { readonly node: ExpressionNode; readonly operands: readonly SurveyedNode[] } | undefined {
  const isQuotient = node.kind === "binary" && node.operator === "divide";
  if (!isQuotient || !operands.every(isLongFactorial)) return undefined;
  const [above, below] = operands.map(({ operands: [n] }) => n!) as [SurveyedNode, SurveyedNode];
  const count = bigintOf(above, tools) - bigintOf(below, tools);
  if (count < 0n) return undefined;
  return {
    node: {
      kind: "call",
      name: "permutations",
      count: 2,
      span: node.span,
      size: above.source.size + 2,
    },
    operands: [above, numberOf(count, below, tools)],
  };
}

function isLongFactorial({ source, value, operands }: SurveyedNode): boolean {
  return value === undefined && source.kind === "factorial" && source.step === 1 &&
    operands[0]!.value !== undefined;
}

/** An integer at the place of another operand. */
function numberOf(n: bigint, place: SurveyedNode, tools: EvaluationTools): SurveyedNode {
  const text = String(n);
  return {
    ...place,
    ...knownOperand(place, integerValue(n), tools),
    source: { kind: "number", text, value: parseDecimal(text), span: place.span, size: 1 },
    operands: [],
  };
}
