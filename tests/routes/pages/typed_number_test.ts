import assert from "node:assert/strict";
import { readTypedNumber } from "../../../routes/pages/typed_number.ts";

const READ: readonly (readonly [typed: string, text: string])[] = [
  ["1 000", "1000"],
  ["1\u00a0000\u202f000", "1000000"],
  ["1_000", "1000"],
  ["1'000", "1000"],
  ["1’000", "1000"],
  ["−5", "-5"],
  ["– 5", "-5"],
  ["+5", "5"],
  ["20.", "20"],
  [".5", "0.5"],
  ["1,5", "1.5"],
  ["0,125", "0.125"],
  ["1234,567", "1234.567"],
  ["1,234,567", "1234567"],
  ["1.234.567", "1234567"],
  ["12,34,567", "1234567"],
  ["1,234.5", "1234.5"],
  ["1.234,5", "1234.5"],
  ["1 234,5", "1234.5"],
  ["12345\r\n67890\n1", "12345678901"],
  ["1\u200b000\ufeff", "1000"],
  ["1 000e3", "1000e3"],
  ["1219326311 3702179522 3746380111 126352690", "121932631137021795223746380111126352690"],
  // What is no such number stays as it is.
  ["007", "007"],
  ["1e5", "1e5"],
  ["1/3", "1/3"],
  ["2^10", "2^10"],
  ["twenty", "twenty"],
  ["1 2 3", "1 2 3"],
  ["1000 00 000", "1000 00 000"],
  ["12345 67890 1234567", "12345 67890 1234567"],
  ["1,2,3", "1,2,3"],
  ["1,23.4,5", "1,23.4,5"],
  ["1,2.5", "1,2.5"],
  ["-", "-"],
  [",", ","],
  ["", ""],
];

Deno.test("a number that can mean only one thing is read as people type it", async (t) => {
  for (const [typed, text] of READ) {
    await t.step(JSON.stringify(typed), () => {
      assert.deepEqual(readTypedNumber(typed, "integer"), { kind: "read", text });
      assert.deepEqual(readTypedNumber(typed, "rational"), { kind: "read", text });
    });
  }
});

Deno.test("a separator of three digits is ambiguous", () => {
  const ambiguous = (typed: string, expected: "integer" | "rational" = "integer") => {
    const number = readTypedNumber(typed, expected);
    return number.kind === "ambiguous" ? number.readings : number.text;
  };
  assert.deepEqual(ambiguous("1.000"), ["1000", "1"]);
  assert.deepEqual(ambiguous("1,000"), ["1000", "1"]);
  assert.deepEqual(ambiguous("-1,000"), ["-1000", "-1"]);
  assert.deepEqual(ambiguous("1,250"), ["1250", "1.25"]);
  assert.deepEqual(ambiguous("1.000", "rational"), ["1000", "1"]);
  assert.deepEqual(ambiguous("1,250", "rational"), ["1250", "1.25"]);
  assert.deepEqual(ambiguous("1.250"), ["1250", "1.25"]);
  // The point is the documented decimal separator.
  assert.equal(ambiguous("1.250", "rational"), "1.250");
});

Deno.test("a million digits are read at once", () => {
  const digits = "7".repeat(1_000_000);
  assert.deepEqual(readTypedNumber(digits, "integer"), { kind: "read", text: digits });
  assert.equal(readTypedNumber(`${digits}x`, "integer").kind, "read");
  assert.equal(readTypedNumber(digits.replaceAll("777", "77,"), "integer").kind, "read");
});
