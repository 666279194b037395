import type { Answer } from "../../domain/calculator.ts";
import { detailsInWords } from "../../domain/details_in_words.ts";
import { type ResultText, wholeBytes, wholeText } from "../../domain/result_text.ts";
import type {
  AnswerView,
  DigitGroup,
  DigitsView,
  FactView,
  IndexWidth,
  OutlineView,
} from "../../views/data/answer.ts";
import { countInWords } from "./count_in_words.ts";
import { type DigitStatistics, digitStatistics, frequencyView } from "./digit_statistics.ts";
import { elapsedText } from "./elapsed_text.ts";
import { resultInWords } from "./result_in_words.ts";
import { formulaParts, formulaText } from "./formula.ts";
import { questionLink, questionMembers } from "../question_link.ts";

/** Maximum number of digits that a page shows in full. */
const SHOWN_DIGITS = 3_000;

/** Digits shown from each end of a longer integer: whole lines of 50 and of 30. */
const SHOWN_END_DIGITS = 300;

/** An integer of up to this many digits is one number in groups of three; a longer one has lines. */
const LONGEST_NUMBER = 30;

/** Digits of a line. */
const LINE_DIGITS = 50;

/** The digits of longer results are not counted: that would keep other requests waiting. */
const MOST_COUNTED_DIGITS = 10_000_000;

/** Digits after the point in scientific form. */
const SCIENTIFIC_DIGITS = 10;

/** Members of an answer that its page shows in another place. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  "result",
  "digits",
  "outline",
  "factors",
  "understood",
  "kind",
  "first",
  "last",
  "sha256",
]);

/** The card of an answer. */
export function answerView(answer: Answer, isGuest: boolean): AnswerView {
  const { result, question, cached, elapsedMs, timestamp, id } = answer;
  const { operation, canonical, options } = question;
  const outline = result.details?.outline as OutlineView | undefined;
  const formula = formulaOf(operation.formula(canonical), options.mod);
  const isInteger = result.digits !== null && isIntegerText(wholeBytes(result));
  const statistics = isInteger && !outline ? statisticsOf(result) : undefined;
  return {
    title: formulaParts(formula),
    text: formulaText(formula),
    summary: summaryOf(formulaText(formula), result, outline),
    path: operation.paths[0],
    link: questionLink(operation, canonical),
    scientific: outline
      ? scientificOf(outline)
      : isInteger
      ? scientificOfResult(result)
      : undefined,
    digits: outline ? undefined : digitsView(result, { formula, isInteger }),
    facts: [...factsOf(result, outline, statistics), ...detailFacts(result)],
    frequency: statistics && frequencyView(statistics),
    cached,
    elapsed: elapsedText(elapsedMs),
    timestamp,
    id,
    sha256: result.kind === "long" ? result.sha256 : undefined,
    isGuest,
    inputs: questionMembers(operation, canonical),
  };
}

function formulaOf(formula: string, mod: bigint | undefined): string {
  return mod === undefined ? formula : `${formula} mod ${mod}`;
}

/** What a screen reader announces. */
function summaryOf(
  formula: string,
  result: ResultText,
  outline: OutlineView | undefined,
): string {
  if (outline) return outlineSummary(formula, outline);
  if (result.kind === "short" && result.text.length <= 60) {
    const text = resultInWords(result.text, formula);
    return formula.endsWith("?") ? `${formula} ${text}` : `${formula}: ${text}`;
  }
  if (result.digits === null) return `${formula} is answered`;
  return `${formula} has ${countInWords(result.digits)} digits`;
}

function outlineSummary(formula: string, { digits, scientific }: OutlineView): string {
  return digits === "0"
    ? `${formula} is ${scientific}`
    : `${formula} has ${countInWords(digits)} digits`;
}

function digitsView(
  result: ResultText,
  { formula, isInteger }: { readonly formula: string; readonly isInteger: boolean },
): DigitsView {
  if (result.kind === "long" && result.digits > SHOWN_DIGITS) {
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const { bytes } = result;
    const sign = bytes[0] === MINUS ? 1 : 0;
    const first = decode(bytes.subarray(sign, sign + SHOWN_END_DIGITS));
    const last = decode(bytes.subarray(-SHOWN_END_DIGITS));
    return {
      kind: "ends",
      indexWidth: indexWidth(result.digits),
      sign: sign === 1 ? "−" : "",
      first: isInteger ? groupsOfTen(first) : [{ text: first }],
      last: isInteger ? groupsOfTen(last, result.digits - SHOWN_END_DIGITS) : [{ text: last }],
      more: countInWords(bytes.length - sign - 2 * SHOWN_END_DIGITS),
      next: sign + SHOWN_END_DIGITS + 1,
    };
  }
  const text = wholeText(result);
  if (!isInteger) return { kind: "text", text: resultInWords(text, formula) };
  const [, sign = "", digits = ""] = /^(-?)(.*)$/.exec(text)!;
  return digits.length <= LONGEST_NUMBER
    ? { kind: "number", sign, groups: groupsOfThree(digits) }
    : {
      kind: "lines",
      sign,
      groups: groupsOfTen(digits),
      indexWidth: digits.length <= LINE_DIGITS ? undefined : indexWidth(digits.length),
    };
}

const [MINUS, SLASH] = [..."-/"].map((character) => character.charCodeAt(0)) as [number, number];

/** Whether a canonical text has digits only, after a sign. */
function isIntegerText(bytes: Uint8Array): boolean {
  return ["/", ".", "["].every((other) => !bytes.includes(other.charCodeAt(0)));
}

/** Groups with the position of their first digit, after `skipped` other digits. */
function groupsOfTen(digits: string, skipped = 0): readonly DigitGroup[] {
  const texts = digits.match(/.{1,10}/g) ?? [];
  return texts.map((text, at) => ({
    text,
    position: (skipped + 10 * at + 1).toLocaleString("en"),
  }));
}

/** The width of positions up to a number of digits, with commas. */
function indexWidth(digits: number): IndexWidth {
  const { length } = digits.toLocaleString("en");
  return length <= 5 ? 5 : length <= 7 ? 7 : length <= 9 ? 9 : 11;
}

function groupsOfThree(digits: string): readonly DigitGroup[] {
  const first = digits.length % 3;
  const others = digits.slice(first).match(/.{3}/g) ?? [];
  const groups = first === 0 ? others : [digits.slice(0, first), ...others];
  return groups.map((text) => ({ text }));
}

function scientificOf({ scientific }: OutlineView): AnswerView["scientific"] {
  const [mantissa = "", exponent = ""] = scientific.split("e");
  return {
    // The digits of an outline are truncated.
    mantissa: `${mantissa.replace("-", "−")}${mantissa.includes(".") ? "…" : ""}`,
    exponent: countInWords(exponent.replace("+", "")).replace("-", "−"),
  };
}

function scientificOfResult(result: ResultText): AnswerView["scientific"] {
  if (result.digits === null || result.digits <= LONGEST_NUMBER) return undefined;
  const bytes = wholeBytes(result);
  const sign = bytes[0] === MINUS ? "−" : "";
  const start = sign === "" ? 0 : 1;
  const leading = new TextDecoder().decode(
    bytes.subarray(start, start + SCIENTIFIC_DIGITS + 1),
  );
  return {
    mantissa: `${sign}${leading[0]}.${leading.slice(1)}…`,
    exponent: countInWords(result.digits - 1),
  };
}

function statisticsOf(result: ResultText): DigitStatistics | undefined {
  const { digits } = result;
  const isCounted = digits !== null && digits > LONGEST_NUMBER && digits <= MOST_COUNTED_DIGITS;
  return isCounted ? digitStatistics(wholeBytes(result)) : undefined;
}

function factsOf(
  result: ResultText,
  outline: OutlineView | undefined,
  statistics: DigitStatistics | undefined,
): readonly FactView[] {
  if (outline) return outlineFacts(outline);
  const { digits } = result;
  if (digits === null) return [];
  const label = wholeBytes(result).includes(SLASH) ? "Digits of both numbers" : "Digits";
  const count = { label, value: countInWords(digits) };
  if (!statistics) return [count];
  return [
    count,
    { label: "Zeros at the end", value: countInWords(statistics.trailingZeros) },
    { label: "Digit sum", value: countInWords(statistics.sum) },
  ];
}

function outlineFacts({ digits, trailing, trailing_zeros }: OutlineView): readonly FactView[] {
  const facts = digits === "0" ? [] : [{ label: "Digits", value: countInWords(digits) }];
  if (trailing !== null) facts.push({ label: "Last digits", value: trailing });
  if (trailing_zeros !== null) {
    facts.push({ label: "Zeros at the end", value: countInWords(trailing_zeros) });
  }
  return facts;
}

function detailFacts({ details = {} }: ResultText): readonly FactView[] {
  return detailsInWords(details, SHOWN_ELSEWHERE);
}
