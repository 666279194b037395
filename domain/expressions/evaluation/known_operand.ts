import type { Operand } from "./rule.ts";
import { sizeOf, UNKNOWN_SIZE } from "./size.ts";
import type { EvaluationTools } from "./tools.ts";
import { integerValue, numberValue, type Value } from "./value.ts";

type Known = Pick<Operand, "type" | "value" | "size" | "items">;

/** What other nodes need of an operand with a value. */
export function knownOperand(
  place: Pick<Operand, "index" | "span">,
  value: Value,
  tools: EvaluationTools,
): Known & { readonly value: Value } {
  if (value.type === "digits") {
    return knownOperand(place, integerValue(tools.integers.fromDecimalText(value.text)), tools);
  }
  if (value.type === "number") {
    const { numerator, denominator } = value;
    return {
      type: "number",
      value: numberValue({ numerator, denominator }),
      size: sizeOf(value, tools.integers),
    };
  }
  const { index, span } = place;
  const items = value.type === "list" && {
    items: value.items.map((item) => ({ index, span, ...knownOperand(place, item, tools) })),
  };
  return { type: value.type, value, size: UNKNOWN_SIZE, ...items };
}
