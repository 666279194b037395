import type { LogEntry, Outcome } from "../../domain/log_entry.ts";
import { findOperation } from "../../domain/operations/mod.ts";
import type { EntryView } from "../../views/data/history.ts";
import { questionLink } from "../question_link.ts";
import { elapsedText } from "./elapsed_text.ts";
import { formulaParts } from "./formula.ts";
import { listInWords } from "./list_in_words.ts";

/** Maximum number of characters of a result in a list, and of each end of a longer one. */
const SHOWN_CHARACTERS = 44;
const SHOWN_END_CHARACTERS = 16;

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
    result: outcome === "ok" ? signBefore(formula) + ends(resultText(entry)) : undefined,
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

/** The question of an entry, as in `20!`; its input by name if it has no such form. */
export function entryFormula({ operation: name, input }: LogEntry): string {
  const { mod, outline: _, ...members } = input;
  const formula = formulaOf(name, members) ??
    Object.entries(members).map(([name, value]) => `${name} = ${[value].flat().join(" ")}`)
      .join(", ");
  return mod === undefined ? formula : `${formula} mod ${mod}`;
}

/** Undefined for an unknown operation, and for input that its form cannot show. */
function formulaOf(name: string, input: LogEntry["input"]): string | undefined {
  const operation = findOperation(name);
  const required = Object.entries(operation?.input().shape ?? {})
    .filter(([, schema]) => !schema.safeParse(undefined).success);
  if (required.some(([name]) => input[name] === undefined)) return undefined;
  try {
    return operation?.formula(input);
  } catch {
    return undefined;
  }
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

/** The result of an entry, or its ends if the log does not have all of it. */
export function resultText({ result, first, last }: LogEntry): string {
  return result === null ? `${first}…${last}` : listInWords(result);
}

/** A formula equals its result; a question in words is answered by it. */
function signBefore(formula: string): string {
  return formula.endsWith("?") ? "" : "= ";
}

function ends(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_END_CHARACTERS)}…${text.slice(-SHOWN_END_CHARACTERS)}`;
}
