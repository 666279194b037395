import { expressionError } from "../expression_error.ts";
import type { Operand } from "./rule.ts";
import { leastDigits } from "./size.ts";
import type { EvaluationTools } from "./tools.ts";

/** Throws `result_too_large` for a list whose numbers are certainly too long together. */
export function requireShortList(
  list: Pick<Operand, "items" | "span">,
  { maxDigits }: EvaluationTools,
): void {
  const digits = digitsOf(list.items ?? []);
  if (digits <= maxDigits) return;
  throw expressionError(
    "result_too_large",
    `its items have at least ${digits} digits together, but at most ${maxDigits} are allowed`,
    { span: list.span, members: { predicted_digits: digits, max_digits: maxDigits } },
  );
}

/** Lists in lists are counted on a stack, because they may be deep. */
function digitsOf(items: readonly Operand[]): number {
  let digits = 0;
  const pending = [...items];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.items) pending.push(...item.items);
    else if (item.type === "number") digits += leastDigits(item.size);
  }
  return digits;
}
