import type { LogEntry } from "../domain/log_entry.ts";
import { entryFormula } from "./entry_formula.ts";

/** Columns of the CSV export, in order; those for people come first. */
const COLUMNS = [
  "id",
  "timestamp",
  "question",
  "result",
  "digits",
  "outcome",
  "elapsed_ms",
  "username",
  "operation",
  "input",
  "first",
  "last",
  "sha256",
  "cached",
  "user",
  "request_id",
  "batch",
  "key",
  "key_name",
] as const satisfies readonly (keyof LogEntry | "question")[];

/** Values that spreadsheets may execute as formulas, or take for dates, such as 8/27. */
const FORMULA_OR_DATE = /^[=+\-@\t\r]|^[0-9]{1,2}\/[0-9]{1,4}$/;
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

export const CSV_HEADER = line([...COLUMNS]);

/**
 * A log entry as a line of CSV (RFC 4180), with the question as a formula and the input as JSON. A
 * field that a spreadsheet would execute as a formula or take for a date gets an apostrophe in
 * front; negative decimal numbers stay as they are.
 */
export function csvLine(entry: LogEntry): string {
  const values = { ...entry, question: entryFormula(entry).replace(/\^\((-?[0-9]+)\)/g, "^$1") };
  return line(COLUMNS.map((column) => textOf(values[column])));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function line(fields: readonly string[]): string {
  return fields.map((field) => quoted(asText(field))).join(",") + "\r\n";
}

function asText(field: string): string {
  return FORMULA_OR_DATE.test(field) && !NUMBER.test(field) ? `'${field}` : field;
}

function quoted(field: string): string {
  return NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
