import type { LogEntry, logEntryShape } from "../domain/log_entry.ts";
import type * as z from "zod";
import { createSystemClock } from "../infra/system_clock.ts";
import { firstUuidOf } from "../infra/database/first_uuid_of.ts";
import { uuidTime } from "../domain/uuid_time.ts";

const systemClock = createSystemClock();

type EntryMembers = Partial<z.infer<z.ZodObject<ReturnType<typeof logEntryShape>>>>;

/** An entry of the current time, later than all entries made before it. */
export function logEntry(members: EntryMembers = {}): LogEntry {
  const id = systemClock.uuid();
  return {
    id,
    operation: "factorial",
    input: { n: "20" },
    result: "2432902008176640000",
    first: null,
    last: null,
    digits: 19,
    sha256: null,
    outcome: "ok",
    user: "00000000-0000-7000-8000-000000000001",
    username: "ada",
    timestamp: new Date(uuidTime(id)).toISOString(),
    elapsed_ms: 0.25,
    cached: false,
    request_id: "request-1",
    schema: 1,
    ...members,
  } as LogEntry;
}

/** The entry with the lowest id of a time, in milliseconds since 1970. */
export function entryAt(moment: number): LogEntry {
  return logEntry({ id: firstUuidOf(moment), timestamp: new Date(moment).toISOString() });
}
