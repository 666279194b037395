import type { LogEntry } from "../../domain/log_entry.ts";

/** An entry on its way to storage, with its JSON made once. */
export interface PendingEntry {
  readonly id: string;
  /** The id of the user who asked. */
  readonly user: string;
  readonly operation: string;
  readonly json: string;
}

export function pendingEntry(entry: LogEntry): PendingEntry {
  const { id, user, operation } = entry;
  return { id, user, operation, json: JSON.stringify(entry) };
}
