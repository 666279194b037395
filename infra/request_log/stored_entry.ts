import type { LogEntry } from "../../domain/log_entry.ts";
import { uuidTime } from "../../domain/uuid_time.ts";

/** The columns of the request log that make up an entry. */
export interface EntryRow {
  readonly id: string;
  readonly user_id: string;
  readonly operation: string;
  /** The result of `storedJson` or `storedEventJson`, or the complete entry. */
  readonly entry: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The members of an entry in the order of `restoreEntry`, and whether each is required. */
const IS_REQUIRED = {
  id: true,
  operation: true,
  input: true,
  result: true,
  first: true,
  last: true,
  digits: true,
  sha256: true,
  outcome: true,
  user: true,
  username: true,
  key: false,
  key_name: false,
  timestamp: true,
  elapsed_ms: true,
  cached: true,
  request_id: true,
  batch: false,
  traceparent: false,
  schema: true,
} satisfies Record<keyof LogEntry, boolean>;

const NAMES = Object.keys(IS_REQUIRED);
const OPTIONAL_NAMES = new Set(
  Object.entries(IS_REQUIRED).flatMap(([name, isRequired]) => isRequired ? [] : name),
);

/**
 * The JSON to store for an entry that this program has made. It leaves out members that are columns,
 * follow from the id, are null or have their usual value; `user` only if it is a UUID, as a column
 * may hold nothing else.
 */
export function storedJson(entry: LogEntry): string {
  const { input, result, first, last, digits, sha256, outcome, user, username } = entry;
  const { key, key_name, elapsed_ms, cached, request_id, batch, traceparent } = entry;
  // JSON has no undefined members. One literal is serialized faster than members one by one.
  return JSON.stringify({
    input,
    result: result ?? undefined,
    first: first ?? undefined,
    last: last ?? undefined,
    digits: digits ?? undefined,
    sha256: sha256 ?? undefined,
    outcome: outcome === "ok" ? undefined : outcome,
    user: UUID.test(user) ? undefined : user,
    username,
    key,
    key_name,
    elapsed_ms,
    cached: cached || undefined,
    request_id,
    batch,
    traceparent,
  });
}

/**
 * The JSON to store for an entry that another program may have made: one with unknown members,
 * members in another order or a time of its own is stored whole.
 */
export function storedEventJson(entry: LogEntry): string {
  return isRestorable(entry) ? storedJson(entry) : JSON.stringify(entry);
}

/**
 * The complete entry of a row, with its members in the order in which they were published. Throws if
 * the JSON is damaged; missing members are not detected.
 */
export function restoreEntry({ id, user_id, operation, entry }: EntryRow): LogEntry {
  const stored = JSON.parse(entry);
  if ("id" in stored) return stored;
  const { input, result = null, first = null, last = null, digits = null, sha256 = null } = stored;
  const { outcome = "ok", user = user_id, username, key, key_name } = stored;
  const { elapsed_ms, cached = false, request_id, batch, traceparent } = stored;
  return {
    id,
    operation,
    input,
    result,
    first,
    last,
    digits,
    sha256,
    outcome,
    user,
    username,
    ...(key !== undefined && { key }),
    ...(key_name !== undefined && { key_name }),
    timestamp: timeOf(id),
    elapsed_ms,
    cached,
    request_id,
    ...(batch !== undefined && { batch }),
    ...(traceparent !== undefined && { traceparent }),
    schema: 1,
  };
}

/**
 * Whether all members are known and in order, the time is that of the id, and a column of type
 * `uuid` returns the same id.
 */
function isRestorable(entry: LogEntry): boolean {
  let at = 0;
  for (const name in entry) {
    while (NAMES[at] !== name && OPTIONAL_NAMES.has(NAMES[at]!)) at++;
    if (NAMES[at++] !== name) return false;
  }
  return at === NAMES.length && UUID.test(entry.id) && entry.timestamp === timeOf(entry.id);
}

function timeOf(id: string): string {
  return new Date(uuidTime(id)).toISOString();
}
