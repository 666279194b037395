import type { OutlinedValue } from "../../numbers/outline/mod.ts";
import type { ResiduePlan } from "../../numbers/residue/mod.ts";
import { expand, isExpandable } from "./expand.ts";
import { hasValue } from "./has_value.ts";
import { knownOperand } from "./known_operand.ts";
import { logarithmOf } from "./logarithm_of.ts";
import { integerOf, isIntegral } from "./operands.ts";
import { negated, sum } from "./power_product.ts";
import { powerProductOf } from "./power_product_of.ts";
import { residueOf } from "./residue_of.ts";
import { residueOfFraction } from "./residue_of_fraction.ts";
import type { Contexts, Operand } from "./rule.ts";
import { isSameTree } from "./same_tree.ts";
import type { SurveyedNode } from "./surveyed_node.ts";
import type { EvaluationTools } from "./tools.ts";

/** Residues and logarithms of surveyed nodes. */
export function contextsFor(tools: EvaluationTools): Contexts {
  return {
    residue: (operand: Operand, modulus: bigint): ResiduePlan =>
      residueOf(operand as SurveyedNode, modulus, tools),
    integerResidue: (operand: Operand, modulus: bigint): ResiduePlan =>
      integerResidueOf(operand as SurveyedNode, modulus, tools),
    hasValue: (operand: Operand) => hasValue(operand as SurveyedNode),
    isSame: (a: Operand, b: Operand) => {
      const [x, y] = [a as SurveyedNode, b as SurveyedNode];
      return isSameTree(x, y) || areSameProducts(x, y, tools);
    },
    expanded(operand: Operand): Operand | undefined {
      const node = operand as SurveyedNode;
      if (node.value) return node;
      if (!isExpandable(node, tools)) return undefined;
      return { ...node, ...knownOperand(node, expand(node, tools), tools) };
    },
    logarithm: (operand: Operand): OutlinedValue | undefined =>
      logarithmOf(operand as SurveyedNode, tools),
  };
}

function integerResidueOf(
  node: SurveyedNode,
  modulus: bigint,
  tools: EvaluationTools,
): ResiduePlan {
  if (isIntegral(node) || !isExpandable(node, tools)) return residueOf(node, modulus, tools);
  return {
    seconds: node.totalSeconds,
    compute() {
      const numerator = integerOf({ ...node, ...knownOperand(node, expand(node, tools), tools) });
      return residueOfFraction({ numerator, denominator: 1n }, modulus, tools);
    },
  };
}

/** Whether two numbers are the same product of powers. */
function areSameProducts(a: SurveyedNode, b: SurveyedNode, tools: EvaluationTools): boolean {
  const [x, y] = [powerProductOf(a, tools), powerProductOf(b, tools)];
  return x !== undefined && y !== undefined && sum(x, negated(y))?.sign === 0;
}
