import type { LogEntry } from "../domain/log_entry.ts";

/** Columns of the CSV export, in order. */
const COLUMNS = [
  "id",
  "timestamp",
  "operation",
  "input",
  "result",
  "first",
  "last",
  "digits",
  "sha256",
  "outcome",
  "username",
  "user",
  "elapsed_ms",
  "cached",
  "request_id",
  "batch",
] as const satisfies readonly (keyof LogEntry)[];

/** Values that spreadsheets may execute as formulas. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

export const CSV_HEADER = line([...COLUMNS]);

/**
 * A log entry as a line of CSV (RFC 4180), with the input as JSON. A field that a spreadsheet would
 * execute as a formula gets an apostrophe in front; negative decimal numbers stay as they are.
 */
export function csvLine(entry: LogEntry): string {
  return line(COLUMNS.map((column) => textOf(entry[column])));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function line(fields: readonly string[]): string {
  return fields.map((field) => quoted(withoutFormula(field))).join(",") + "\r\n";
}

function withoutFormula(field: string): string {
  return FORMULA.test(field) && !NUMBER.test(field) ? `'${field}` : field;
}

function quoted(field: string): string {
  return NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
