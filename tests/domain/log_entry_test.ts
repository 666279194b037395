import assert from "node:assert/strict";
import { abbreviateInput, failure, logEntrySchema, success } from "../../domain/log_entry.ts";
import { resultText } from "../../domain/result_text.ts";
import { logEntry } from "../../testing/log_entries.ts";

Deno.test("success() includes a short result in full", async () => {
  assert.deepEqual(success(await resultText("-8/27")), {
    result: "-8/27",
    first: null,
    last: null,
    digits: 3,
    sha256: null,
    outcome: "ok",
  });
});

Deno.test("success() describes a long result by its ends, digits and hash", async () => {
  const result = await resultText("1".repeat(21) + "0".repeat(1_000) + "2".repeat(21));
  assert.ok(result.kind === "long");
  assert.deepEqual(success(result), {
    result: null,
    first: "1".repeat(20),
    last: "2".repeat(20),
    digits: 1_042,
    sha256: result.sha256,
    outcome: "ok",
  });
});

Deno.test("failure() has no result", () => {
  const none = { result: null, first: null, last: null, digits: null, sha256: null };
  assert.deepEqual(failure("cancelled"), { ...none, outcome: "cancelled" });
});

Deno.test("abbreviateInput() abbreviates only numbers above 1,000 digits, including those in lists", () => {
  const long = "9".repeat(1_001);
  const short = `${"9".repeat(20)}…${"9".repeat(20)} (1001 digits)`;
  assert.deepEqual(abbreviateInput({ base: long, exponent: "-2", numbers: ["7", long] }), {
    base: short,
    exponent: "-2",
    numbers: ["7", short],
  });
});

Deno.test("logEntrySchema rejects an outcome that contradicts the result", () => {
  const none = { result: null, digits: null };
  for (
    const members of [
      { outcome: "cancelled" },
      { ...none, outcome: "ok" },
      { ...none, outcome: "internal", sha256: "ab" },
      { result: null, first: "1", last: "2", digits: 1_042 },
    ] as const
  ) {
    assert.ok(!logEntrySchema().safeParse(logEntry(members)).success, JSON.stringify(members));
  }
});

Deno.test("logEntrySchema accepts valid entries and ignores unknown members", () => {
  const entries = [
    logEntry(),
    logEntry({ result: null, first: "1", last: "0", digits: 5_000, sha256: "ab" }),
    logEntry({ outcome: "cancelled", result: null, digits: null }),
  ];
  for (const entry of entries) {
    assert.deepEqual(logEntrySchema().parse({ ...entry, later: true }), entry);
  }
});

Deno.test("logEntrySchema rejects entries with a missing or malformed member", () => {
  const entry = logEntry();
  for (const member of Object.keys(entry)) {
    const { [member]: _, ...others } = entry as unknown as Record<string, unknown>;
    assert.ok(!logEntrySchema().safeParse(others).success, member);
    assert.ok(!logEntrySchema().safeParse({ ...others, [member]: [] }).success, member);
  }
  for (const change of [{ schema: 2 }, { id: "1" }, { outcome: "unknown" }, { user: "" }]) {
    assert.ok(!logEntrySchema().safeParse({ ...entry, ...change }).success);
  }
  for (const other of [null, [], "entry", 1]) assert.ok(!logEntrySchema().safeParse(other).success);
});
