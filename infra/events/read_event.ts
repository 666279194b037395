import { logEntrySchema } from "../../domain/log_entry.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { ReceivedEvent } from "./event_topic.ts";

/** Maximum number of characters of validation problems in an error. */
const MAX_QUOTED = 200;

/** The entry in an event, with its JSON unchanged. Throws when the event holds no valid entry. */
export function readEvent({ value }: ReceivedEvent): PendingEntry {
  if (value === null) throw new Error("The event is empty");
  const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  const parsed = logEntrySchema().safeParse(JSON.parse(json));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      `${path.join(".")}: ${message}`
    );
    throw new Error(`The event is not a log entry: ${problems.join("; ").slice(0, MAX_QUOTED)}`);
  }
  const { id, user, operation } = parsed.data;
  return { id, user, operation, json };
}
