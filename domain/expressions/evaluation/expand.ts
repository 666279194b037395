import { atPlace, tooCostly } from "./at_place.ts";
import { knownOperand } from "./known_operand.ts";
import type { Operand } from "./rule.ts";
import { leastDigits, mostDigits } from "./size.ts";
import { type SurveyedNode, unexpandedNodes } from "./surveyed_node.ts";
import { tooLarge } from "./too_large.ts";
import type { EvaluationTools } from "./tools.ts";
import type { Value } from "./value.ts";

/** Digits of all values at a time, relative to the maximum of one: about 40 bytes each. */
const LIVE_VALUES = 16;

/** Whether no node has to be longer than allowed. */
export function isExpandable(root: SurveyedNode, tools: EvaluationTools): boolean {
  return unexpandedNodes(root).every((node) => leastDigits(node.size) <= tools.maxDigits);
}

/** Throws `result_too_large` for the outermost node that is certainly too long. */
export function requireExpandable(root: SurveyedNode, tools: EvaluationTools): void {
  const longest = unexpandedNodes(root).findLast((node) =>
    leastDigits(node.size) > tools.maxDigits
  );
  if (longest) throw tooLarge(longest, tools, { isWhole: longest === root });
}

/**
 * Computes the value of a node from those of its operands, and frees them on the way. The lengths
 * are checked again with the operands that have been computed.
 */
export function expand(root: SurveyedNode, tools: EvaluationTools): Value {
  if (root.value) return root.value;
  requireExpandable(root, tools);
  const values = new Map<SurveyedNode, Operand>();
  let live = 0;
  for (const node of unexpandedNodes(root).slice(0, -1)) {
    const value = computed(node, values, tools);
    for (const operand of node.operands) {
      live -= lengthOf(values.get(operand));
      values.delete(operand);
    }
    const operand = { ...node, ...knownOperand(node, value, tools) };
    live += lengthOf(operand);
    if (live > LIVE_VALUES * tools.maxDigits) {
      throw tooCostly("the intermediate results take too much memory", root.span);
    }
    values.set(node, operand);
  }
  return computed(root, values, tools);
}

function computed(
  node: SurveyedNode,
  values: ReadonlyMap<SurveyedNode, Operand>,
  tools: EvaluationTools,
): Value {
  tools.context.checkpoint();
  const operands = node.operands.map((operand) => values.get(operand) ?? operand);
  const context = { span: node.span, tools };
  return atPlace(node.span, () => {
    const { size } = node.rule.predict(operands, context);
    if (size && leastDigits(size) > tools.maxDigits) {
      const known = { ...node, size, operands: operands as SurveyedNode[] };
      throw tooLarge(known, tools, { isWhole: false });
    }
    return node.rule.compute(operands, context);
  });
}

function lengthOf(operand: Operand | undefined): number {
  if (!operand?.value) return 0;
  if (operand.items) return operand.items.reduce((sum, item) => sum + lengthOf(item), 0);
  return operand.type === "number" ? mostDigits(operand.size) : 1;
}
