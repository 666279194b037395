import { invalidExpression } from "../expression_error.ts";
import type { Rule } from "./rule.ts";
import { MAX_ITEMS } from "./value.ts";

/** A list of any values. */
export const listRule: Rule = {
  predict(operands, { span }) {
    if (operands.length > MAX_ITEMS) {
      throw invalidExpression(`a list has at most ${MAX_ITEMS} items`, span);
    }
    return { type: "list", seconds: 1e-7 };
  },
  compute: (operands) => ({ type: "list", items: operands.map(({ value }) => value!) }),
};
