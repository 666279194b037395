import type { ExactNumber } from "../../numbers/mod.ts";
import type { OutlinedValue, OutlineTools } from "../../numbers/outline/mod.ts";
import { invalidExpression } from "../expression_error.ts";
import type { Expression } from "../expression.ts";
import { tooCostly } from "./at_place.ts";
import { PLANNING_SECONDS } from "./folding.ts";
import { logarithmOf } from "./logarithm_of.ts";
import { rationalOf } from "./rational_of.ts";
import { ruleOf } from "./rules.ts";
import { survey } from "./survey.ts";
import { planningTools } from "./tools.ts";

/** Digits that no calculation expands; larger numbers have no predicted time. */
const MAX_DIGITS = 1e9;

/** Seconds of the outline of a number that has been computed. */
const KNOWN_SECONDS = 1e-3;

/**
 * The value of an expression for an outline, which does not expand it. Throws a ServiceError with
 * the place of an expression that has no value, is no number or has no quick outline.
 */
export function outlineExpression(
  expression: Expression,
  variables: Readonly<Record<string, ExactNumber>>,
  { context }: OutlineTools,
): OutlinedValue {
  const tools = planningTools(context, MAX_DIGITS);
  const root = survey(expression, {
    tools,
    ruleOf: (node) => ruleOf(node, variables),
    budget: PLANNING_SECONDS,
  });
  if (root.type !== "number") throw invalidExpression("only a number has an outline", root.span);
  if (root.value) {
    return {
      kind: "exact",
      compute: () => rationalOf(root, tools),
      shift: 0n,
      predictSeconds: () => KNOWN_SECONDS,
    };
  }
  const value = root.isDeferred ? undefined : logarithmOf(root, tools);
  if (value) return value;
  throw tooCostly("its first digits cannot be found without expanding it", root.span);
}
