import { isExpandable } from "./expand.ts";
import { LONGEST_BITS } from "./outlined_product.ts";
import { lengthOf, rationalOfProduct } from "./power_product.ts";
import { hasFewOperators, powerProductOf } from "./power_product_of.ts";
import type { Resolution } from "./rule.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";
import { numberValue } from "./value.ts";

/**
 * The value of a node whose operands are too long to be expanded, but which is a short product of
 * powers, such as 2^(10^18)/2^(10^18 - 3).
 */
export function combinePowers(node: SurveyedNode, tools: EvaluationTools): Resolution | undefined {
  if (node.type !== "number" || !hasFewOperators(node)) return undefined;
  if (node.operands.every((each) => isExpandable(each, tools))) return undefined;
  const product = powerProductOf(node, tools);
  if (!product || lengthOf(product) > LONGEST_BITS) return undefined;
  return {
    type: "number",
    seconds: 1e-4,
    compute: ({ integers }) => {
      const { numerator, denominator } = rationalOfProduct(product);
      return numberValue({
        numerator: integers.fromBigint(numerator),
        denominator: integers.fromBigint(denominator),
      });
    },
  };
}
