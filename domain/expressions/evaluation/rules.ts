import type { ExactNumber } from "../../numbers/mod.ts";
import type { ExpressionNode } from "../expression.ts";
import { invalidExpression } from "../expression_error.ts";
import { FUNCTION_RULES } from "./functions/mod.ts";
import { factorialRule } from "./functions/sequences.ts";
import { listRule } from "./list_rule.ts";
import { literalRule } from "./literal_rule.ts";
import { BINARY_RULES, UNARY_RULES } from "./operators.ts";
import type { Rule } from "./rule.ts";

/** The rule by which a node is computed. Throws `invalid_expression` for an unknown variable. */
export function ruleOf(
  node: ExpressionNode,
  variables: Readonly<Record<string, ExactNumber>>,
): Rule {
  switch (node.kind) {
    case "number":
      return literalRule(node.value);
    case "variable":
      return literalRule(variableOf(node, variables));
    case "unary":
      return UNARY_RULES[node.operator];
    case "binary":
      return BINARY_RULES[node.operator];
    case "factorial":
      return factorialRule(node.step);
    case "call":
      return FUNCTION_RULES[node.name];
    case "list":
      return listRule;
  }
}

function variableOf(
  { name, span }: Extract<ExpressionNode, { kind: "variable" }>,
  variables: Readonly<Record<string, ExactNumber>>,
): ExactNumber {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value) return value;
  throw invalidExpression(`the variable "${name}" has no value: add it to variables`, span);
}
