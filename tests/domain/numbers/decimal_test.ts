import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Decimal,
  decimalText,
  expandedLength,
  isInteger,
  isOdd,
  isZero,
  parseDecimal,
  toNumber,
} from "../../../domain/numbers/mod.ts";
import { arbitraryDecimal } from "./arbitrary_decimal.ts";

const ZERO = decimal("0", 0);

Deno.test("parseDecimal() reads every notation of a number as the same value", async (t) => {
  const notations: [Decimal, string[]][] = [
    [decimal("7", 0), ["7", "007", "7.0", "7e0", "7E+0", "7e-0", "0.7e1", "70e-1"]],
    [decimal("15", -1), ["1.5", "1.50", "01.5", "15e-1", "0.15e1", "150E-2"]],
    [decimal("15", -1, true), ["-1.5", "-1.50", "-15e-1"]],
    [decimal("12", 3), ["12000", "12e3", "1.2e4", "12000.000", "0.00012e8"]],
    [decimal("1", -3), ["0.001", "1e-3", "1E-3", "0.0010", "10e-4"]],
    [ZERO, ["0", "-0", "000", "0.00", "-0.0e7", "0e999999999", "0e-999999999"]],
  ];
  for (const [value, texts] of notations) {
    for (const text of texts) {
      await t.step(text, () => assert.deepEqual(parseDecimal(text), value));
    }
  }
});

Deno.test("parseDecimal() reads 1e400 without expanding it", () => {
  assert.deepEqual(parseDecimal("1e400"), decimal("1", 400));
  assert.deepEqual(parseDecimal("-2.5e-999999999"), decimal("25", -1_000_000_000, true));
});

Deno.test("parseDecimal() reads a hundred thousand digits", () => {
  const digits = "1234567890".repeat(10_000);
  assert.deepEqual(parseDecimal(digits), decimal(digits.slice(0, -1), 1));
});

Deno.test("parseDecimal() throws a SyntaxError for any other text", async (t) => {
  const texts = [
    "",
    " ",
    " 7",
    "7 ",
    "7\n",
    "+5",
    "--5",
    ".5",
    "5.",
    "-",
    ".",
    "1.2.3",
    "1e",
    "e5",
  ];
  texts.push("1e1.5", "1e--1", "1_000", "1,000", "1 000", "0x10", "0b1", "0o7", "7n", "1/2");
  texts.push(
    "NaN",
    "Infinity",
    "-Infinity",
    "null",
    "true",
    "\u0667",
    "\u096d",
    "\uff17",
    "\u22125",
    "\u00bd",
    "\u00b2",
    "\u{1d7d5}",
  );
  for (const text of texts) {
    await t.step(JSON.stringify(text), () => {
      assert.throws(() => parseDecimal(text), { name: "SyntaxError" });
    });
  }
});

Deno.test("decimalText() writes no exponent and no superfluous zeros", () => {
  assert.equal(decimalText(decimal("12", 3)), "12000");
  assert.equal(decimalText(decimal("12", -1)), "1.2");
  assert.equal(decimalText(decimal("12", -2, true)), "-0.12");
  assert.equal(decimalText(decimal("12", -4)), "0.0012");
  assert.equal(decimalText(ZERO), "0");
});

Deno.test("decimalText() and parseDecimal() are inverses", () => {
  fc.assert(fc.property(arbitraryDecimal(), (value) => {
    assert.deepEqual(parseDecimal(decimalText(value)), value);
  }));
});

Deno.test("expandedLength() is the number of digits of decimalText()", () => {
  fc.assert(fc.property(arbitraryDecimal(), (value) => {
    assert.equal(expandedLength(value), decimalText(value).replace(/[^0-9]/g, "").length);
  }));
});

Deno.test("expandedLength() is Infinity beyond the doubles", () => {
  assert.equal(expandedLength(parseDecimal(`1e${"9".repeat(400)}`)), Infinity);
  assert.equal(expandedLength(parseDecimal(`1e-${"9".repeat(400)}`)), Infinity);
});

Deno.test("isInteger() depends on the value, not on the notation", () => {
  for (const text of ["0", "2.0", "-15", "1.5e1", "1e400"]) {
    assert.equal(isInteger(parseDecimal(text)), true, text);
  }
  for (const text of ["0.5", "-1.5", "15e-1", "1e-400"]) {
    assert.equal(isInteger(parseDecimal(text)), false, text);
  }
});

Deno.test("isZero() is true for zero only", () => {
  assert.equal(isZero(parseDecimal("-0.0e5")), true);
  assert.equal(isZero(parseDecimal("1e-999999999")), false);
});

Deno.test("toNumber() is exact up to 2^53 and Infinity beyond the range", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (n) => {
    assert.equal(toNumber(parseDecimal(String(n))), n === 0 ? 0 : n);
  }));
  assert.equal(toNumber(parseDecimal("1e400")), Infinity);
  assert.equal(toNumber(parseDecimal("-1e400")), -Infinity);
});

Deno.test("isOdd() agrees with the remainder by 2", () => {
  fc.assert(fc.property(fc.bigInt(), (n) => {
    assert.equal(isOdd(parseDecimal(String(n))), n % 2n !== 0n);
  }));
  assert.equal(isOdd(parseDecimal("70")), false);
  assert.equal(isOdd(parseDecimal("7e400")), false);
});

function decimal(digits: string, exponent: number, negative = false): Decimal {
  return { negative, digits, exponent };
}
