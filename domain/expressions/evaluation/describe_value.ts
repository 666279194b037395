import type { DecimalText } from "../../numbers/mod.ts";
import type { Description } from "../../result_text.ts";
import { expressionError } from "../expression_error.ts";
import { decimalDigits } from "./decimal_digits.ts";
import { finiteDecimal } from "./finite_decimal.ts";
import type { Operand } from "./rule.ts";
import type { EvaluationTools } from "./tools.ts";
import type { Fraction, Value } from "./value.ts";

/** The canonical text of a value, with its kind and the decimal places of a fraction. */
export function describeValue(
  value: Value,
  { span }: Pick<Operand, "span">,
  tools: EvaluationTools,
): Description {
  switch (value.type) {
    case "digits":
      return { text: value.text, details: { kind: "integer" } };
    case "number":
      return describeNumber(value, { span }, tools);
    case "boolean":
      return { text: String(value.isTrue), details: { kind: "boolean", digits: null } };
    case "list":
      return {
        text: JSON.stringify(itemsOf(value, tools)),
        details: { kind: "list", digits: null },
      };
    case "text":
      return { text: value.text, details: { kind: value.kind, digits: null } };
  }
}

function describeNumber(
  value: Fraction,
  { span }: Pick<Operand, "span">,
  tools: EvaluationTools,
): Description {
  const { integers, maxDigits } = tools;
  const { numerator, denominator } = value;
  if (denominator === 1n) {
    return { text: integers.toDecimalText(numerator), details: { kind: "integer" } };
  }
  const decimal = finiteDecimal(value, tools);
  if (decimal) {
    const digits = decimal.digits(integers);
    if (digits > maxDigits) {
      throw expressionError(
        "result_too_large",
        `it has ${digits} digits, but at most ${maxDigits} are allowed`,
        { span, members: { predicted_digits: digits, max_digits: maxDigits } },
      );
    }
    return { text: decimal.text(), details: { kind: "decimal" } };
  }
  const text = joined(integers.toDecimalText(numerator), integers.toDecimalText(denominator));
  return { text, details: { kind: "fraction", decimal: decimalDigits(value, tools) } };
}

function joined(above: DecimalText, below: DecimalText): DecimalText {
  if (typeof above === "string" && typeof below === "string") return `${above}/${below}`;
  const [p, q] = [above, below].map((text) =>
    typeof text === "string" ? new TextEncoder().encode(text) : text
  ) as [Uint8Array, Uint8Array];
  const bytes = new Uint8Array(p.length + 1 + q.length);
  bytes.set(p);
  bytes[p.length] = "/".charCodeAt(0);
  bytes.set(q, p.length + 1);
  return bytes;
}

type Texts = string | readonly Texts[];

/** The texts of a list; lists in lists are results of functions and at most two deep. */
function itemsOf(value: Value, tools: EvaluationTools): Texts {
  tools.context.checkpoint();
  if (value.type === "list") return value.items.map((item) => itemsOf(item, tools));
  const { text } = describeValue(value, { span: { start: 0, end: 0 } }, tools);
  return typeof text === "string" ? text : new TextDecoder().decode(text);
}
