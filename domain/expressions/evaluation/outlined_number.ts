import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import { invalidExpression } from "../expression_error.ts";
import { tooCostly } from "./at_place.ts";
import { logarithmOf } from "./logarithm_of.ts";
import { rationalOf } from "./rational_of.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** Seconds of the outline of a number that has been computed. */
const KNOWN_SECONDS = 1e-3;

/**
 * A surveyed expression for an outline, without expanding it; undefined if it has to be expanded.
 * Throws `invalid_expression` unless it is a number.
 */
export function outlinedNumber(
  root: SurveyedNode,
  tools: EvaluationTools,
): OutlinedValue | undefined {
  if (root.type !== "number") throw invalidExpression("only a number has an outline", root.span);
  if (!root.value) return root.isDeferred ? undefined : logarithmOf(root, tools);
  return {
    kind: "exact",
    compute: () => rationalOf(root, tools),
    shift: 0n,
    predictSeconds: () => KNOWN_SECONDS,
  };
}

export function withoutOutline({ span }: SurveyedNode) {
  return tooCostly("its first digits cannot be found without expanding it", span);
}
