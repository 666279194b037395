import type { Answer } from "../../domain/calculator.ts";
import { withoutNegativeZero } from "../../domain/numbers/without_negative_zero.ts";
import { wholeText } from "../../domain/result_text.ts";
import { type Allowance, createAllowance } from "./allowance.ts";
import type { FractionDecimal } from "./fraction_decimal.ts";
import { oneLine } from "./one_line.ts";
import { type ResultEnds, resultEndsOf } from "./result_ends.ts";
import type { ToolCall, ToolResult } from "./tool.ts";

/** Characters of each end of a long result, and of a long fraction, which also has decimals. */
const END_CHARACTERS = 40;
const FRACTION_END_CHARACTERS = 20;

/**
 * Characters that the parts of an answer have in any case; `expansions` are those of the decimal and
 * the repeating expansion together.
 */
const LEAST = { expression: 20, understood: 50, decimal: 60, expansions: 80 };

/** How an answer is reported. */
export interface ReportOptions {
  /** As sent by the client. */
  readonly expression: string;
  /** Characters of the longest result that is shown in full. */
  readonly maxCharacters: number;
  readonly decimal: FractionDecimal | undefined;
  readonly origin: ToolCall["origin"];
}

/**
 * Reports an exact answer. Text and structure have at most `maxCharacters` + 500 characters each,
 * and all characters shown are exact.
 */
export async function reportAnswer(answer: Answer, options: ReportOptions): Promise<ToolResult> {
  const { result } = answer;
  const length = result.kind === "short" ? result.text.length : result.bytes.length;
  return length <= options.maxCharacters
    ? reportWhole(answer, wholeText(result), options)
    : await reportEnds(answer, options);
}

function reportWhole(answer: Answer, result: string, options: ReportOptions): ToolResult {
  const { details: { kind, understood } = {}, digits } = answer.result;
  const parts = partsOf(answer, options, options.maxCharacters - result.length);
  const equation = understood === result ? result : `${parts.understood} = ${result}`;
  const text = equation + parts.decimalText;
  const structure = {
    ...parts.leading,
    // A list in a text would have escaped quotation marks.
    result: kind === "list" ? JSON.parse(result) : result,
    ...(digits !== null && { digits }),
    ...parts.decimal,
    ...trailingMembers(answer),
  };
  return { text, structure };
}

async function reportEnds(answer: Answer, options: ReportOptions): Promise<ToolResult> {
  const { details = {}, digits } = answer.result;
  const characters = details.kind === "fraction" ? FRACTION_END_CHARACTERS : END_CHARACTERS;
  const ends = await resultEndsOf(answer.result, { characters, kind: details.kind });
  const parts = partsOf(answer, options, options.maxCharacters);
  const length = answer.result.kind === "short"
    ? answer.result.text.length
    : answer.result.bytes.length;
  const size = digits === null ? `${length} characters` : `${digits} digits`;
  const text = `${parts.understood} has ${size}.${parts.decimalText}\n${endsText(ends)}` +
    `SHA-256: ${ends.sha256}\n` +
    `All shown digits are exact. More: digits(answer="${answer.id}", from=…, count=…).`;
  const structure = {
    ...parts.leading,
    result: null,
    ...(digits === null ? { characters: length } : { digits }),
    leading: ends.leading,
    trailing: ends.trailing,
    ...(details.kind === "integer" && { trailing_zeros: String(ends.zeros) }),
    ...parts.decimal,
    ...trailingMembers(answer),
    sha256: ends.sha256,
  };
  const link = {
    url: `${options.origin()}/logs/${answer.id}/digits`,
    description: `The whole result: ${size}`,
  };
  return { text, structure, link };
}

function endsText({ leading, trailing, zeros }: ResultEnds): string {
  const before = zeros === 0 ? "" : ` before ${zeros} ${zeros === 1 ? "zero" : "zeros"}`;
  return `First ${leading.length}: ${leading}…\nLast ${trailing.length}${before}: …${trailing}\n`;
}

/** The parts of a report beside its result, which share the spare characters. */
function partsOf(answer: Answer, { expression, decimal }: ReportOptions, spare: number) {
  const { kind = "integer", understood } = answer.result.details ?? {};
  const inText = createAllowance(spare);
  const inStructure = createAllowance(spare);
  return {
    decimalText: decimal ? `\n= ${decimalText(decimal, inText)}` : "",
    understood: inText.take(String(understood), LEAST.understood),
    decimal: decimal ? decimalMembers(decimal, inStructure) : {},
    leading: {
      understood: inStructure.take(String(understood), LEAST.understood),
      expression: inStructure.take(oneLine(expression), LEAST.expression),
      kind,
    },
  };
}

function decimalText({ digits, repeating }: FractionDecimal, allowance: Allowance): string {
  if (repeating !== null) return `${repeating}, where the digits in brackets repeat`;
  const shown = cut(digits, LEAST.decimal, allowance);
  return `${shown}… (${placesIn(shown)} decimal places, truncated)`;
}

function decimalMembers({ digits, repeating }: FractionDecimal, allowance: Allowance) {
  const least = Math.min(LEAST.decimal, LEAST.expansions - (repeating?.length ?? 0));
  const shown = cut(digits, least, allowance);
  return { decimal: shown, places: placesIn(shown), ...(repeating !== null && { repeating }) };
}

/** A decimal text stays exact where it is cut, and has no sign without digits other than 0. */
function cut(digits: string, least: number, allowance: Allowance): string {
  return withoutNegativeZero(allowance.take(digits, least).replace("…", ""));
}

function placesIn(digits: string): number {
  const point = digits.indexOf(".");
  return point < 0 ? 0 : digits.length - point - 1;
}

function trailingMembers({ id, elapsedMs }: Answer) {
  return { exact: true, answer: id, elapsed_ms: elapsedMs };
}
