import type { Rule } from "./rule.ts";

/** A list of any values. The parser bounds its length. */
export const listRule: Rule = {
  predict: () => ({ type: "list", seconds: 1e-7 }),
  compute: (operands) => ({ type: "list", items: operands.map(({ value }) => value!) }),
};
