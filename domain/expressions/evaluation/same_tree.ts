import type { ExpressionNode } from "../expression.ts";
import { isIntegral, spread } from "./operands.ts";
import type { Operand } from "./rule.ts";
import { postOrder, type SurveyedNode } from "./surveyed_node.ts";

/** Functions that have a value for every number. */
const TOTAL_FUNCTIONS: ReadonlySet<string> = new Set([
  "abs",
  "sign",
  "floor",
  "ceil",
  "min",
  "max",
]);

/** Functions that have a value for positive integers. */
const FUNCTIONS_OF_INTEGERS: ReadonlySet<string> = new Set([
  "gcd",
  "lcm",
  "isqrt",
  "binomial",
  "permutations",
  "multinomial",
  "subfactorial",
  "primorial",
  "catalan",
  "fibonacci",
  "lucas",
  "partitions",
  "stirling2",
  "bell",
]);

/** Whether two trees are the same and certainly have a value, which is then the same too. */
export function isSameTree(a: SurveyedNode, b: SurveyedNode): boolean {
  if (a.source.size !== b.source.size) return false;
  const [first, second] = [a, b].map((root) => postOrder(root, () => true));
  return first!.every((node, i) => hasValue(node) && isSameNode(node.source, second![i]!.source));
}

/** Whether a node whose operands have values has one, whatever these are. */
function hasValue({ source, value, operands, prediction }: SurveyedNode): boolean {
  if (value || prediction.outlined) return true;
  if (source.kind === "factorial") return operands.every(isPositiveInteger);
  if (source.kind === "call") {
    if (TOTAL_FUNCTIONS.has(source.name)) return true;
    const numbers = FUNCTIONS_OF_INTEGERS.has(source.name) ? spread(operands) : undefined;
    return numbers?.every(isPositiveInteger) ?? false;
  }
  if (source.kind !== "binary") return true;
  const [left, right] = operands as [SurveyedNode, SurveyedNode];
  switch (source.operator) {
    case "divide":
    case "floorDivide":
    case "mod":
      return isOtherThanZero(right);
    case "power":
      return isIntegral(right) && (isOtherThanZero(left) || right.size.sign === 1);
    default:
      return true;
  }
}

function isPositiveInteger(operand: Operand): boolean {
  return isIntegral(operand) && operand.size.sign === 1;
}

function isOtherThanZero({ size: { sign } }: SurveyedNode): boolean {
  return sign === 1 || sign === -1;
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
