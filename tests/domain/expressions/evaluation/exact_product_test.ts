import assert from "node:assert/strict";
import { resultOf } from "./evaluated.ts";

/** Numbers of digits that no logarithm decides, because the number is close to a power of ten. */
const COUNTS: Readonly<Record<string, string>> = {
  "digits(-10^(10^12))": "1000000000001",
  "digits(abs(-10^(10^12)))": "1000000000001",
  "digits(abs(10^(10^12)) * 10)": "1000000000002",
  "digits(10^(10^12) / 10^(10^11))": "900000000001",
  "digits(10^(10^12) * -10^(10^11))": "1100000000001",
  "digits((10^(10^12))^3 / 4)": "3000000000000",
  "digits((-10^(10^12))^(10^9))": "1000000000000000000001",
  "digits((3*10^(10^12))^2)": "2000000000001",
  "digits(1/(-3*10^(10^12)))": "0",
  "digits((-3*10^(10^12))^-3)": "0",
  "digits(10^(10^12) / (-10^(10^12 - 5)))": "6",
};

Deno.test("the digits of a power of ten times a short number are counted exactly", async (t) => {
  for (const [expression, count] of Object.entries(COUNTS)) {
    await t.step(expression, () => assert.equal(resultOf(expression), count));
  }
});

/** Sums, and products with numbers that are not short: their logarithms decide. */
const OTHERS: Readonly<Record<string, string>> = {
  "digits(10^(10^12) * 3^(10^12))": "1477121254720",
  "digits(10^(10^12) / 3^(10^12))": "522878745281",
  "digits((3*10^(10^9))^(10^6))": "1000000000477122",
  "digits(10^(10^12) + 10^(10^12))": "1000000000001",
  "digits(0 + 3^(10^12))": "477121254720",
  "digits(0 - (3^(10^12) + 1))": "477121254720",
  "digits(10^20000 + 1)": "20001",
};

Deno.test("the digits of other numbers are counted by logarithms", async (t) => {
  for (const [expression, count] of Object.entries(OTHERS)) {
    await t.step(expression, () => assert.equal(resultOf(expression), count));
  }
});
