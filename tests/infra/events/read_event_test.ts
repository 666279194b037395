import assert from "node:assert/strict";
import { readEvent } from "../../../infra/events/read_event.ts";
import { restoreEntry } from "../../../infra/request_log/stored_entry.ts";
import { logEntry } from "../../../testing/log_entries.ts";

const encoder = new TextEncoder();

Deno.test("readEvent() returns the entry with all members, also those of later versions", () => {
  const entry = { ...logEntry(), later: [1] };
  const json = JSON.stringify(entry, null, 1).replace('"ada"', '"\\u0061da"');
  const { id, user, operation, eventJson, storedJson } = read(encoder.encode(json));
  assert.deepEqual([id, user, operation], [entry.id, entry.user, entry.operation]);
  assert.equal(eventJson(), JSON.stringify(entry));
  assert.deepEqual(restoreEntry({ id, user_id: user, operation, entry: storedJson() }), entry);
});

Deno.test("readEvent() rejects an event without a valid entry, with the reason", () => {
  const cases: readonly (readonly [value: Uint8Array | null, reason: RegExp])[] = [
    [null, /empty/],
    [encoder.encode(""), /JSON/],
    [encoder.encode("garbage"), /JSON/],
    [Uint8Array.of(0x22, 0xff, 0x22), /utf-?8|encoded/i],
    [encoder.encode('{"id":1}'), /not a log entry: id: /],
    [encoder.encode(JSON.stringify({ ...logEntry(), schema: 2 })), /not a log entry: schema: /],
    [encoder.encode(JSON.stringify({ ...logEntry(), digits: -1 })), /not a log entry: digits: /],
    [encoder.encode("[".repeat(100_000)), /./],
  ];
  for (const [value, reason] of cases) {
    assert.throws(() => read(value), (error: Error) => {
      assert.match(error.message, reason);
      assert.ok(error.message.length < 300);
      return true;
    });
  }
});

function read(value: Uint8Array | null) {
  return readEvent({ key: null, value, origin: "apilogs/0/0" });
}
