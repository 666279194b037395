import { type LogEntry, logEntrySchema } from "../../domain/log_entry.ts";
import { type PendingEntry, receivedEntry } from "../request_log/pending_entry.ts";
import type { ReceivedEvent } from "./event_topic.ts";

/** Maximum number of characters of validation problems in an error. */
const MAX_QUOTED = 200;

/** The entry in an event, with all its members. Throws when the event holds no valid entry. */
export function readEvent({ value }: ReceivedEvent): PendingEntry {
  if (value === null) throw new Error("The event is empty");
  const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  const entry: LogEntry = JSON.parse(json);
  const parsed = logEntrySchema().safeParse(entry);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      `${path.join(".")}: ${message}`
    );
    throw new Error(`The event is not a log entry: ${problems.join("; ").slice(0, MAX_QUOTED)}`);
  }
  return receivedEntry(entry);
}
