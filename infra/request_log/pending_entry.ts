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
}

export function pendingEntry(entry: LogEntry): PendingEntry {
  const { id, user, operation } = entry;
  return { id, user, operation, json: JSON.stringify(entry) };
}
