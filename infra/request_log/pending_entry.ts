import type { LogEntry } from "../../domain/log_entry.ts";

/** A log entry to be stored, serialized once. */
export interface PendingEntry {
  /** A UUIDv7. */
  readonly id: string;
  /** Id of the user who requested the calculation. */
  readonly user: string;
  readonly operation: string;
  /** The entry as JSON. */
  readonly json: string;
  /** W3C `traceparent` of the span that recorded the entry, if its trace is recorded. */
  readonly traceparent?: string | undefined;
}

export function pendingEntry(entry: LogEntry): PendingEntry {
  const { id, user, operation, traceparent } = entry;
  const json = JSON.stringify(entry);
  return { id, user, operation, json, ...(traceparent !== undefined && { traceparent }) };
}
