import assert from "node:assert/strict";
import { readTypedList } from "../../../routes/pages/typed_list.ts";

const READ: readonly (readonly [typed: string, text: string])[] = [
  ["12, 18", "12, 18"],
  ["12 18", "12, 18"],
  ["12,18,30", "12, 18, 30"],
  ["12,18, 30", "12, 18, 30"],
  ["12\n18\r\n30", "12, 18, 30"],
  ["[12, 18]", "12, 18"],
  ["12,\u200b −18", "12, -18"],
  ["− 5, 3", "-5, 3"],
  ["1,234", "1, 234"],
  ["1,234,567", "1, 234, 567"],
  ["1, 234, 567", "1, 234, 567"],
  ["100 200 300", "100, 200, 300"],
  ["1, 2 3", "1, 2, 3"],
  ["01, 02, 03", "1, 2, 3"],
  ["0 5", "0, 5"],
  ["1'000, 2_000", "1000, 2000"],
  ["1.000.000, 5", "1000000, 5"],
  ["1e3, 5", "1e3, 5"],
  ["1.5, 2", "1.5, 2"],
  // What is no list of numbers stays as it is.
  ["12, x", "12, x"],
  ["1/2, 3", "1/2, 3"],
  ["-", "-"],
  [",", ","],
  ["", ""],
];

Deno.test("a list that can mean only one thing is read as people type it", async (t) => {
  for (const [typed, text] of READ) {
    await t.step(JSON.stringify(typed), () => {
      assert.deepEqual(readTypedList(typed), { kind: "read", text });
    });
  }
});

const AMBIGUOUS: readonly (readonly [typed: string, ...readings: string[]])[] = [
  ["1 000, 2 000", "1000, 2000", "1, 0, 2, 0"],
  ["1 000 2 000", "1000, 2000", "1, 0, 2, 0"],
  ["1 000", "1000", "1, 0"],
  ["1\u00a0000\n2\u00a0500", "1000, 2500", "1, 0, 2, 500"],
  ["-1 234, 5", "-1234, 5", "-1, 234, 5"],
  ["[1 234, 5]", "1234, 5", "1, 234, 5"],
  ["1 234, 5\u202f678\u202f901", "1234, 5678901", "1, 234, 5, 678, 901"],
  ["1,234 5,678", "1234, 5678", "1, 234, 5, 678"],
  ["1,234, 5,678", "1234, 5678", "1, 234, 5, 678"],
  ["1,000,2", "1000, 2", "1, 0, 2"],
  ["1,234 567", "1234, 567", "1, 234567", "1, 234, 567"],
  ["1.000, 2.500", "1000, 2500", "1, 2.5"],
];

Deno.test("a list whose separators may divide numbers has several readings", async (t) => {
  for (const [typed, ...readings] of AMBIGUOUS) {
    await t.step(JSON.stringify(typed), () => {
      assert.deepEqual(readTypedList(typed), { kind: "ambiguous", readings });
      for (const text of readings) {
        assert.deepEqual(readTypedList(text), { kind: "read", text });
      }
    });
  }
});

Deno.test("a list of a million characters is read at once", () => {
  for (const part of ["7", "7 ", "7,", "777,", "7 000 ", "1,000", " ", "7\n", "1.000 ", "-"]) {
    readTypedList(part.repeat(1_000_000 / part.length));
    readTypedList(`${part.repeat(1_000_000 / part.length)}x`);
  }
});
