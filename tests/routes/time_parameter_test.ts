import assert from "node:assert/strict";
import { timeParameter } from "../../routes/time_parameter.ts";

const schema = timeParameter();

Deno.test("timeParameter() reads RFC 3339 times, and dates and times without an offset as UTC", () => {
  const cases = {
    "2026-01-31T12:34:56Z": "2026-01-31T12:34:56.000Z",
    "2026-01-31t12:34:56.789z": "2026-01-31T12:34:56.789Z",
    "2026-01-31T12:34:56.1Z": "2026-01-31T12:34:56.100Z",
    "2026-01-31T12:34:56+01:30": "2026-01-31T11:04:56.000Z",
    "2026-01-31T00:00:00-23:59": "2026-01-31T23:59:00.000Z",
    "2026-01-31T12:34": "2026-01-31T12:34:00.000Z",
    "2026-01-31T12:34:56": "2026-01-31T12:34:56.000Z",
    "2024-02-29": "2024-02-29T00:00:00.000Z",
    "0000-01-01": "0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z": "9999-12-31T23:59:59.999Z",
  };
  for (const [text, time] of Object.entries(cases)) {
    assert.equal(new Date(schema.parse(text)).toISOString(), time, text);
  }
});

Deno.test("timeParameter() rounds fractions of a millisecond up", () => {
  const millisecond = schema.parse("2026-01-31T12:34:56.001Z");
  for (const [fraction, more] of [["001000", 0], ["0010001", 1], ["9999", 999]] as const) {
    assert.equal(schema.parse(`2026-01-31T12:34:56.${fraction}Z`), millisecond + more);
  }
  assert.equal(schema.parse(`2026-01-31T12:34:56.001${"0".repeat(10_000)}Z`), millisecond);
});

Deno.test("timeParameter() rejects everything else with an example", () => {
  const texts = [
    "",
    "now",
    "1769862896",
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-1-1",
    "2026-01-31T25:00:00Z",
    "2026-01-31T12:60:00Z",
    "2026-01-31T12:00:00+24:00",
    "2026-01-31T12:00:00 01:00",
    "2026-01-31T12:00:00.Z",
    "2026-01-31 12:00:00Z",
    "2026-01-31Z",
    "+002026-01-31",
    "Sat, 31 Jan 2026 12:00:00 GMT",
    "٢٠٢٦-٠١-٣١",
    "2026-01-31T12:00:00Z\n",
    "9".repeat(100_000),
  ];
  for (const text of texts) {
    const { success, error } = schema.safeParse(text);
    assert.ok(!success, text.slice(0, 40));
    assert.match(error!.issues[0]!.message, /2026-01-31T12:00:00Z/);
  }
});
