import type { ExpressionNode } from "../expression.ts";
import type { Operand, Prediction, Rule } from "./rule.ts";

/** A node, and what is known of it before the expression is expanded. */
export interface SurveyedNode extends Operand {
  readonly source: ExpressionNode;
  readonly rule: Rule;
  readonly operands: readonly SurveyedNode[];
  readonly prediction: Prediction;
  /** Seconds to expand the node and its operands; 0 if it has a value. */
  readonly totalSeconds: number;
  /** Predicted seconds of the values that the survey computed, here and in the operands. */
  readonly spentSeconds: number;
  /** Whether planning left its value to the compute isolate. */
  readonly isPostponed: boolean;
  /** Whether the node or an operand is postponed. */
  readonly isDeferred: boolean;
  /** Whether no bounds are known because an operand is postponed, so that the seconds are a guess. */
  readonly isOpen: boolean;
}

/** The nodes of a tree that `isKept` accepts with all nodes above them, each after its operands. */
export function postOrder(
  root: SurveyedNode,
  isKept: (node: SurveyedNode) => boolean,
): SurveyedNode[] {
  const order: SurveyedNode[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (!isKept(node)) continue;
    order.push(node);
    pending.push(...node.operands);
  }
  return order.reverse();
}

/** The nodes that have to be computed for the value of a tree, in post-order. */
export function unexpandedNodes(root: SurveyedNode): SurveyedNode[] {
  return postOrder(root, (node) => node.value === undefined && !node.isPostponed);
}
