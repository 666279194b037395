import type { LogEntry } from "../../domain/log_entry.ts";
import { once } from "../../domain/once.ts";
import { storedEventJson, storedJson } from "./stored_entry.ts";

/** A log entry to be stored or published. Each of its texts is generated at most once. */
export interface PendingEntry {
  /** A UUIDv7. */
  readonly id: string;
  /** Id of the user who requested the calculation. */
  readonly user: string;
  readonly operation: string;
  /** The JSON to store in the request log. */
  readonly storedJson: () => string;
  /** The complete entry as JSON, to be published. */
  readonly eventJson: () => string;
  /** W3C `traceparent` of the span that recorded the entry, if its trace is recorded. */
  readonly traceparent?: string | undefined;
}

/** An entry that this program has made. */
export function pendingEntry(entry: LogEntry): PendingEntry {
  const { id, user, operation, traceparent } = entry;
  return {
    id,
    user,
    operation,
    storedJson: once(() => storedJson(entry)),
    eventJson: once(() => JSON.stringify(entry)),
    traceparent,
  };
}

/** An entry that another program may have made. */
export function receivedEntry(entry: LogEntry): PendingEntry {
  return { ...pendingEntry(entry), storedJson: once(() => storedEventJson(entry)) };
}
