import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** A number by its logarithm, without expanding it; undefined where that is not possible. */
export function logarithmOf(
  node: SurveyedNode,
  _tools: EvaluationTools,
): OutlinedValue | undefined {
  return node.prediction.outlined;
}
