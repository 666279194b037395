import type { Answer } from "../../domain/calculator.ts";
import { createAllowance } from "./allowance.ts";
import { oneLine } from "./one_line.ts";
import type { ToolResult } from "./tool.ts";

/** Characters that the parts of an outline have in any case. */
const LEAST = { expression: 20, understood: 40, reason: 60, digits: 40, exponent: 40, zeros: 30 };

export interface OutlineReportOptions {
  /** As sent by the client. */
  readonly expression: string;
  readonly understood: string;
  readonly maxCharacters: number;
  /** Why the value was not expanded. */
  readonly reason: string;
}

/** The members of an outline that a report shows. */
interface Outline {
  readonly sign: number;
  readonly digits: string;
  readonly exponent10: string;
  readonly leading: string;
  /** Null for a number that is not known to be an integer. */
  readonly trailing: string | null;
  readonly trailing_zeros: string | null;
  /** The last digits before the zeros. */
  readonly last_nonzero: string | null;
}

/**
 * Reports the outline of a value that is too large to expand, in at most `maxCharacters` + 500
 * characters each for text and structure.
 */
export function reportOutline(answer: Answer, options: OutlineReportOptions): ToolResult {
  const { expression, understood, maxCharacters, reason } = options;
  const outline = answer.result.details!.outline as Outline;
  const { leading } = outline;
  const trailing = outline.last_nonzero ?? outline.trailing;
  const sign = outline.sign < 0 ? "-" : "";

  function shown() {
    const allowance = createAllowance(maxCharacters);
    return {
      digits: allowance.take(outline.digits, LEAST.digits),
      exponent: trailing === null ? allowance.take(outline.exponent10, LEAST.exponent) : "",
      zeros: allowance.take(outline.trailing_zeros ?? "", LEAST.zeros),
      reason: allowance.take(reason, LEAST.reason),
      understood: allowance.take(understood, LEAST.understood),
      expression: allowance.take(oneLine(expression), LEAST.expression),
    };
  }

  const { digits, exponent, zeros, ...parts } = shown();
  const text = `not expanded: ${parts.reason}\n` +
    (trailing === null
      ? `${parts.understood} has ${digits} digits before the point.\n` +
        `First ${leading.length}: ${sign}${leading}…, ` +
        `times 10^${exponent} with a point after the first\n`
      : `${parts.understood} has ${digits} digits.\n` +
        `First ${leading.length}: ${sign}${leading}…\n` +
        `Last ${trailing.length}${before(zeros)}: …${trailing}\n`) +
    "All shown digits are exact. Use trailing(x, k), leading(x, k) or x mod m for other digits.";
  const structure = {
    understood: parts.understood,
    expression: parts.expression,
    ...(trailing !== null && { kind: "integer" }),
    result: null,
    digits,
    leading: sign + leading,
    ...(trailing === null && { exponent10: exponent }),
    ...(trailing !== null && { trailing }),
    ...(zeros !== "" && { trailing_zeros: zeros }),
    not_expanded: parts.reason,
    exact: true,
    answer: answer.id,
    elapsed_ms: answer.elapsedMs,
  };
  return { text, structure };
}

function before(zeros: string): string {
  if (zeros === "" || zeros === "0") return "";
  return ` before ${zeros} ${zeros === "1" ? "zero" : "zeros"}`;
}
