import assert from "node:assert/strict";
import fc from "fast-check";
import { GUEST } from "../../../domain/accounts/principal.ts";
import {
  failure,
  FAILURES,
  type LogEntry,
  logEntryShape,
  success,
} from "../../../domain/log_entry.ts";
import { restoreEntry, storedEventJson } from "../../../infra/request_log/stored_entry.ts";
import { firstUuidOf } from "../../../infra/database/first_uuid_of.ts";
import { logEntry } from "../../../testing/log_entries.ts";

const TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

const texts = fc.string({ unit: "grapheme" });

const endings = fc.oneof(
  fc.record({ text: texts, digits: fc.constantFrom(null, 0, 1, 1_000) })
    .map(({ text, digits }) => ({ ...success({ kind: "short", text, digits: 1 }), digits })),
  fc.nat().map((digits) =>
    success({
      kind: "long",
      first: "1".repeat(20),
      last: "0".repeat(20),
      digits,
      sha256: "f00",
      bytes: new Uint8Array(),
    })
  ),
  fc.constantFrom(...FAILURES).map(failure),
);

const entries = fc.record({
  time: fc.nat({ max: 2 ** 48 - 1 }).filter((time) => time < 253_402_300_800_000),
  operation: fc.constantFrom("factorial", "evaluate"),
  input: fc.dictionary(texts, fc.oneof(texts, fc.array(texts))),
  ending: endings,
  user: fc.oneof(fc.uuid(), fc.constantFrom(GUEST.userId, "ABC", "a\0b")),
  username: texts,
  key: fc.option(fc.record({ key: fc.uuid(), key_name: texts })),
  timestamp: fc.option(fc.constantFrom("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z")),
  elapsed: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  cached: fc.boolean(),
  batch: fc.option(fc.uuid()),
  traceparent: fc.constantFrom(null, TRACEPARENT),
}).map(({ time, operation, input, ending, user, username, key, timestamp, ...rest }) => {
  const id = firstUuidOf(time);
  return {
    id,
    operation,
    input,
    ...ending,
    user,
    username,
    ...key,
    timestamp: timestamp ?? new Date(time).toISOString(),
    elapsed_ms: rest.elapsed,
    cached: rest.cached,
    request_id: "request-1",
    ...(rest.batch !== null && { batch: rest.batch }),
    ...(rest.traceparent !== null && { traceparent: rest.traceparent }),
    schema: 1,
  } as LogEntry;
});

/** Changes that this version never makes to an entry, but another program may. */
const changes = fc.constantFrom<(entry: LogEntry) => object>(
  (entry) => ({ ...entry, later: null }),
  (entry) => ({ later: 1, ...entry }),
  (entry) => JSON.parse(JSON.stringify(entry).replace("{", '{"__proto__":{"id":1},')),
  (entry) => Object.fromEntries(Object.entries(entry).toReversed()),
  ({ schema, ...entry }) => ({ schema, ...entry }),
  ({ traceparent: _, ...entry }) => ({ ...entry, traceparent: TRACEPARENT }),
  (entry) => ({ ...entry, id: entry.id.toUpperCase() }),
);

Deno.test("a stored entry is restored with all members, in their order", () => {
  fc.assert(fc.property(entries, (entry) => {
    assert.equal(JSON.stringify(restored(entry)), JSON.stringify(entry));
  }));
});

Deno.test("every member that an entry can have is left out or restored", () => {
  const optional = { key: "1", key_name: "laptop", batch: "2", traceparent: TRACEPARENT };
  const members: Record<string, unknown> = { ...logEntry(), ...optional };
  const names = Object.keys(logEntryShape());
  const entry = Object.fromEntries(names.map((name) => [name, members[name]]));
  assert.ok(!Object.values(entry).includes(undefined), "the entry has every member");
  assert.ok(!("id" in JSON.parse(storedEventJson(entry as LogEntry))), "it is not stored whole");
  assert.deepEqual(restored(entry as LogEntry), entry);
});

Deno.test("an entry with unknown members or another order is restored as it was", () => {
  fc.assert(fc.property(entries, changes, (entry, change) => {
    const changed = change(entry) as LogEntry;
    assert.equal(JSON.stringify(restored(changed)), JSON.stringify(changed));
  }));
});

Deno.test("a whole entry, as earlier versions stored it, is restored", () => {
  fc.assert(fc.property(entries, (entry) => {
    const row = {
      id: entry.id,
      user_id: "other",
      operation: "other",
      entry: JSON.stringify(entry),
    };
    assert.deepEqual(restoreEntry(row), JSON.parse(row.entry));
  }));
});

Deno.test("members that are columns, derived, null or usual are not stored", () => {
  const entry = logEntry();
  const { input, result, digits, username, elapsed_ms, request_id } = entry;
  assert.deepEqual(
    JSON.parse(storedEventJson(entry)),
    { input, result, digits, username, elapsed_ms, request_id },
  );
});

Deno.test("restoring an entry throws if its JSON is damaged", () => {
  for (const entry of ["", "{", "null", "1", '"text"']) {
    assert.throws(() => restoreEntry({ id: logEntry().id, user_id: "", operation: "", entry }));
  }
});

/** The entry that a row has whose id a column of type `uuid` returns in lower case. */
function restored(entry: LogEntry): LogEntry {
  const { id, user, operation } = entry;
  const row = { id: id.toLowerCase(), user_id: user, operation, entry: storedEventJson(entry) };
  return restoreEntry(row);
}
