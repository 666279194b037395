import { bigintOf } from "./operands.ts";
import {
  negated,
  power,
  type PowerProduct,
  product,
  productOfRational,
  quotient,
  sum,
} from "./power_product.ts";
import { rationalOf } from "./rational_of.ts";
import { postOrder, type SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** Each operator takes greatest common divisors of its bases. */
const MOST_OPERATORS = 64;

/**
 * A tree of sums, products, quotients and powers of short numbers as a product of powers, without
 * expanding it. Undefined for other trees, and if the terms of a sum have too little in common.
 */
export function powerProductOf(
  root: SurveyedNode,
  tools: EvaluationTools,
): PowerProduct | undefined {
  if (!hasFewOperators(root)) return undefined;
  const order = postOrder(root, isOperator);
  const products = new Map<SurveyedNode, PowerProduct>();
  const productOf = (node: SurveyedNode) => node.value ? leafOf(node, tools) : products.get(node);
  for (const node of order) {
    tools.context.checkpoint();
    const combined = combine(node, node.operands.map(productOf), tools);
    if (!combined) return undefined;
    products.set(node, combined);
  }
  return productOf(root);
}

/** Whether a tree is small enough for `powerProductOf`. Looks at no more nodes than that. */
export function hasFewOperators(root: SurveyedNode): boolean {
  const pending = [root];
  let operators = 0;
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (!isOperator(node)) continue;
    if (++operators > MOST_OPERATORS) return false;
    pending.push(...node.operands);
  }
  return true;
}

function isOperator({ value }: SurveyedNode): boolean {
  return value === undefined;
}

function leafOf(leaf: SurveyedNode, tools: EvaluationTools): PowerProduct | undefined {
  return leaf.type === "number" ? productOfRational(rationalOf(leaf, tools)) : undefined;
}

function combine(
  { source, operands }: SurveyedNode,
  [a, b]: readonly (PowerProduct | undefined)[],
  tools: EvaluationTools,
): PowerProduct | undefined {
  if (!a) return undefined;
  if (source.kind === "unary") return negated(a);
  if (source.kind !== "binary") return undefined;
  if (source.operator === "power") {
    const exponent = operands[1]!;
    return exponent.value && a.sign !== 0 ? power(a, bigintOf(exponent, tools)) : undefined;
  }
  if (!b) return undefined;
  switch (source.operator) {
    case "multiply":
      return product(a, b);
    case "divide":
      return b.sign === 0 ? undefined : quotient(a, b);
    case "add":
      return sum(a, b);
    case "subtract":
      return sum(a, negated(b));
    default:
      return undefined;
  }
}
