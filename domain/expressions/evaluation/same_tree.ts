import type { ExpressionNode } from "../expression.ts";
import { isDefined } from "./has_value.ts";
import { postOrder, type SurveyedNode } from "./surveyed_node.ts";

/** Whether two trees are the same and certainly have a value, which is then the same too. */
export function isSameTree(a: SurveyedNode, b: SurveyedNode): boolean {
  if (a.source.size !== b.source.size) return false;
  const [first, second] = [a, b].map((root) => postOrder(root, () => true));
  return first!.every((node, i) => isDefined(node) && isSameNode(node.source, second![i]!.source));
}

function isSameNode(a: ExpressionNode, b: ExpressionNode): boolean {
  return a.size === b.size && keyOf(a) === keyOf(b);
}

function keyOf(node: ExpressionNode): string {
  switch (node.kind) {
    case "number":
      return `number ${node.value.exponent} ${node.value.digits}`;
    case "variable":
      return `variable ${node.name}`;
    case "unary":
    case "binary":
      return `${node.kind} ${node.operator}`;
    case "factorial":
      return `factorial ${node.step}`;
    case "call":
      return `call ${node.name} ${node.count}`;
    case "list":
      return `list ${node.count}`;
  }
}
