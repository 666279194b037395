import type { ExactNumber } from "../../numbers/mod.ts";
import type { OutlinedValue, OutlineTools } from "../../numbers/outline/mod.ts";
import type { Expression } from "../expression.ts";
import { PLANNING_SECONDS } from "./folding.ts";
import { outlinedNumber, withoutOutline } from "./outlined_number.ts";
import { ruleOf } from "./rules.ts";
import { survey } from "./survey.ts";
import { planningTools } from "./tools.ts";

/** Digits that no calculation expands; larger numbers have no predicted time. */
const MAX_DIGITS = 1e9;

/**
 * The value of an expression, for a prediction of its digits. Throws a ServiceError with the place of
 * an expression that has no value, is no number or has to be expanded.
 */
export function outlineExpression(
  expression: Expression,
  variables: Readonly<Record<string, ExactNumber>>,
  { context }: OutlineTools,
): OutlinedValue {
  const tools = planningTools(context, { maxDigits: context.maxDigits ?? MAX_DIGITS });
  const root = survey(expression, {
    tools,
    ruleOf: (node) => ruleOf(node, variables),
    budget: PLANNING_SECONDS,
  });
  const value = outlinedNumber(root, tools);
  if (!value) throw withoutOutline(root);
  return value;
}
