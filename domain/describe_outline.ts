import { type Outline, scientific } from "./numbers/outline/mod.ts";
import type { Description } from "./result_text.ts";

/** An outline as the members of an answer; integers are decimal strings. */
export function describeOutline(outline: Outline): Description {
  const text = scientific(outline);
  return {
    text,
    details: {
      result: null,
      digits: null,
      outline: {
        sign: outline.sign,
        digits: String(outline.digits),
        exponent10: String(outline.exponent10),
        leading: outline.leading,
        scientific: text,
        trailing: outline.trailing,
        trailing_zeros: outline.trailingZeros === null ? null : String(outline.trailingZeros),
        last_nonzero: outline.lastNonzero,
      },
    },
  };
}
