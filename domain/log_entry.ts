import { abbreviate, type ResultText } from "./result_text.ts";

/** How an accepted calculation ended. */
export type Outcome = "ok" | "cancelled" | "time_limit_exceeded" | "internal";

/**
 * One accepted calculation: the row of the request log, the event on the topic and the item of
 * `/logs`. Results above 1,000 digits are null, and `first`, `last`, `digits` and `sha256` stand for
 * them; for shorter ones those but `digits` are null. Longer inputs are shortened.
 */
export interface LogEntry {
  /** UUIDv7; `timestamp` is the millisecond inside it. */
  readonly id: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, string>>;
  readonly result: string | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly digits: number | null;
  readonly sha256: string | null;
  readonly outcome: Outcome;
  /** The id of the user who asked. */
  readonly user: string;
  readonly username: string;
  readonly timestamp: string;
  readonly elapsed_ms: number;
  readonly cached: boolean;
  readonly request_id: string;
  readonly schema: 1;
}

/** The members of an entry that tell of its result. */
export type ResultFields = Pick<LogEntry, "result" | "first" | "last" | "digits" | "sha256">;

export function logResult(result: ResultText | undefined): ResultFields {
  if (result?.kind === "long") {
    const { first, last, digits, sha256 } = result;
    return { result: null, first, last, digits, sha256 };
  }
  const { text = null, digits = null } = result ?? {};
  return { result: text, first: null, last: null, digits, sha256: null };
}

export function logInput(input: Readonly<Record<string, string>>): Record<string, string> {
  const logged: Record<string, string> = {};
  for (const field in input) logged[field] = abbreviate(input[field]!);
  return logged;
}
