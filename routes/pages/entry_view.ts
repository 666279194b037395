import type { LogEntry, Outcome } from "../../domain/log_entry.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import type { FormulaPart } from "../../views/data/answer.ts";
import type { EntryView } from "../../views/data/history.ts";
import { entryFormula } from "../entry_formula.ts";
import { questionLink } from "../question_link.ts";
import { elapsedText } from "./elapsed_text.ts";
import { formulaParts } from "./formula.ts";
import { resultInWords } from "./result_in_words.ts";

/** Maximum number of characters of a result in a list, and of each end of a longer one. */
const SHOWN_CHARACTERS = 44;
const SHOWN_END_CHARACTERS = 16;

/** Characters of the digits of an outline. */
const SHOWN_MANTISSA_CHARACTERS = 12;

/** Maximum number of characters of a link that repeats a question. */
const MAX_LINK_CHARACTERS = 500;

/** A log entry in the history. */
export function entryView(entry: LogEntry, showUser: boolean): EntryView {
  const { id, timestamp, outcome, digits, cached, key_name: keyName } = entry;
  const formula = entryFormula(entry);
  return {
    id,
    timestamp,
    time: timestamp.slice(11, 19),
    question: formulaParts(formula),
    again: entryLink(entry),
    result: outcome === "ok" ? shortResult(entry, formula) : undefined,
    outcome: outcome === "ok" ? undefined : outcomeText(outcome),
    facts: [
      ...(showUser ? [entry.username] : []),
      operationTitle(entry),
      ...(digits === null ? [] : [digitsText(digits)]),
      cached ? "from the cache" : elapsedText(entry.elapsed_ms),
      ...(keyName === undefined ? [] : [`key ${keyName}`]),
    ],
  };
}

/**
 * A link to the page of the question, which shows the answer while it is cached and computes
 * nothing. Undefined if the input is abbreviated or too long.
 */
export function entryLink({ operation: name, input }: LogEntry): string | undefined {
  const operation = findOperation(name);
  if (!operation || Object.values(input).flat().some((text) => text.includes("…"))) {
    return undefined;
  }
  const link = questionLink(operation, input);
  return link !== undefined && link.length <= MAX_LINK_CHARACTERS ? link : undefined;
}

export function operationTitle({ operation }: LogEntry): string {
  return findOperation(operation)?.title ?? operation;
}

export function outcomeText(outcome: Outcome): string {
  return outcome.replaceAll("_", " ");
}

export function digitsText(digits: number): string {
  return `${digits.toLocaleString("en")} ${digits === 1 ? "digit" : "digits"}`;
}

/**
 * The result of an entry, or its ends if the log does not have all of it. An outline is a power of
 * ten.
 */
export function resultParts(entry: LogEntry, formula: string): readonly FormulaPart[] {
  return outlineParts(entry) ?? plain(resultText(entry, formula));
}

/** The result with a sign before it: a formula equals it, a question in words is answered by it. */
function shortResult(entry: LogEntry, formula: string): readonly FormulaPart[] {
  const parts = outlineParts(entry) ?? plain(ends(resultText(entry, formula)));
  return formula.endsWith("?") ? parts : [...plain("= "), ...parts];
}

function resultText({ result, first, last }: LogEntry, formula: string): string {
  return result === null ? `${first}…${last}` : resultInWords(result, formula);
}

function outlineParts({ input, result }: LogEntry): readonly FormulaPart[] | undefined {
  const [, mantissa, exponent] = /^(-?[0-9.]+)e\+?(-?[0-9]+)$/.exec(result ?? "") ?? [];
  if (input.outline === undefined || mantissa === undefined) return undefined;
  const truncated = mantissa.includes(".") ? "…" : "";
  const shown = mantissa.slice(0, SHOWN_MANTISSA_CHARACTERS);
  return formulaParts(`${shown}${truncated} × 10^${exponent}`);
}

function plain(text: string): readonly FormulaPart[] {
  return [{ text, isExponent: false }];
}

function ends(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_END_CHARACTERS)}…${text.slice(-SHOWN_END_CHARACTERS)}`;
}
