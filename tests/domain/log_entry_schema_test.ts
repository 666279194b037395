import assert from "node:assert/strict";
import { logEntrySchema } from "../../domain/log_entry_schema.ts";
import { logEntry } from "../../testing/log_entries.ts";

Deno.test("an entry is read as it was written, with members that are not known yet", () => {
  const entries = [
    logEntry(),
    logEntry({ result: null, first: "1", last: "0", digits: 5_000, sha256: "ab" }),
    logEntry({ outcome: "cancelled", result: null, digits: null }),
  ];
  for (const entry of entries) {
    assert.deepEqual(logEntrySchema.parse({ ...entry, later: true }), entry);
  }
});

Deno.test("what lacks a member, or has another kind of it, is no entry", () => {
  const entry = logEntry();
  for (const member of Object.keys(entry)) {
    const { [member]: _, ...others } = entry as unknown as Record<string, unknown>;
    assert.ok(!logEntrySchema.safeParse(others).success, member);
    assert.ok(!logEntrySchema.safeParse({ ...others, [member]: [] }).success, member);
  }
  for (const change of [{ schema: 2 }, { id: "1" }, { outcome: "unknown" }, { user: "" }]) {
    assert.ok(!logEntrySchema.safeParse({ ...entry, ...change }).success);
  }
  for (const other of [null, [], "entry", 1]) assert.ok(!logEntrySchema.safeParse(other).success);
});
