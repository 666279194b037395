import { logEntrySchema } from "../../domain/log_entry.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { ReceivedEvent } from "./event_topic.ts";

/** Longest text that a refusal quotes. */
const QUOTED = 200;

/** The entry that an event holds, its JSON as it came. Throws when it holds none. */
export function readEvent({ value }: ReceivedEvent): PendingEntry {
  if (value === null) throw new Error("The event is empty");
  const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  const parsed = logEntrySchema.safeParse(JSON.parse(json));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      `${path.join(".")}: ${message}`
    );
    throw new Error(`The event is no entry: ${problems.join("; ").slice(0, QUOTED)}`);
  }
  const { id, user, operation } = parsed.data;
  return { id, user, operation, json };
}
