import assert from "node:assert/strict";
import fc from "fast-check";
import { CSV_HEADER, csvLine } from "../../routes/log_csv.ts";
import { logEntry } from "../../testing/log_entries.ts";

/** The fields of one line, read as RFC 4180 defines them. */
function fieldsOf(line: string): Record<string, string> {
  const names = CSV_HEADER.trimEnd().split(",");
  const fields: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === "\r\n") break;
  }
  assert.equal(fields.length, names.length, line);
  return Object.fromEntries(names.map((name, i) => [name, fields[i]!]));
}

Deno.test("csvLine() writes every member in the order of the header", () => {
  const entry = logEntry({
    operation: "pow",
    input: { base: "-1.5", exponent: "2" },
    result: "-5",
  });
  assert.deepEqual(fieldsOf(csvLine(entry)), {
    id: entry.id,
    timestamp: entry.timestamp,
    question: "(-1.5)^2",
    operation: "pow",
    input: '{"base":"-1.5","exponent":"2"}',
    result: "-5",
    first: "",
    last: "",
    digits: "19",
    sha256: "",
    outcome: "ok",
    username: "ada",
    user: entry.user,
    elapsed_ms: "0.25",
    cached: "false",
    request_id: "request-1",
    batch: "",
    key: "",
    key_name: "",
  });
});

Deno.test("csvLine() keeps any text, and the line breaks inside it", () => {
  const check = fc.property(fc.string({ unit: "grapheme" }), (username) => {
    const field = fieldsOf(csvLine(logEntry({ username }))).username;
    assert.ok(field === username || field === `'${username}`);
  });
  fc.assert(check);
  const breaking = 'a,"b"\r\nc;d';
  assert.equal(fieldsOf(csvLine(logEntry({ username: breaking }))).username, breaking);
});

Deno.test("csvLine() puts an apostrophe before a formula or a date, but not before a number", () => {
  const numbers = ["-5", "-0.125", `-${"9".repeat(1_000)}`, "5", "0"];
  for (const result of numbers) {
    assert.equal(fieldsOf(csvLine(logEntry({ result }))).result, result);
  }
  const formulas = [
    "=1+1",
    "+1",
    "-1/27",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "-",
    "--5",
    "=cmd|' /C calc'!A0",
    "8/27",
    "1/1024",
  ];
  for (const result of formulas) {
    assert.equal(fieldsOf(csvLine(logEntry({ result }))).result, `'${result}`);
  }
  const [first, request_id] = ["-1/2".padEnd(20, "7"), "-A1"];
  const fields = fieldsOf(csvLine(logEntry({ first, request_id })));
  assert.deepEqual([fields.first, fields.request_id], [`'${first}`, `'${request_id}`]);
});
