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
  "digits",
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

/** Whether a tree certainly has a value. */
export function hasValue(root: SurveyedNode): boolean {
  return postOrder(root, ({ value }) => value === undefined).every(isDefined);
}

/** Whether a node whose operands have values has one, whatever these are. */
export function isDefined({ source, value, operands, prediction }: SurveyedNode): boolean {
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
      return isOtherThanZero(right);
    case "mod":
      return isIntegral(left) && isOtherThanZero(right);
    case "power":
      return isIntegral(right) && (isOtherThanZero(left) || right.size.sign === 1);
    default:
      return true;
  }
}

/** Whether an operand is known to be a positive integer. */
export function isPositiveInteger(operand: Operand): boolean {
  return isIntegral(operand) && operand.size.sign === 1;
}

function isOtherThanZero({ size: { sign } }: SurveyedNode): boolean {
  return sign === 1 || sign === -1;
}
