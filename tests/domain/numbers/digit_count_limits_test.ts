import assert from "node:assert/strict";
import {
  decimalPower,
  decimalPowerDigits,
  type DigitCount,
  fibonacciDigits,
  NEVER_CANCELLED,
  parseDecimal,
} from "../../../domain/numbers/mod.ts";
import { addCounts, largerCount } from "../../../domain/numbers/digit_count.ts";
import { textOf } from "./exact_value.ts";

Deno.test("decimalPowerDigits() is right for a base of any number of nines", () => {
  for (const nines of [1, 40, 49, 50, 51, 52, 60, 100, 5_000]) {
    for (const e of ["1", "2", "7"]) {
      assertPredicted("9".repeat(nines), e);
      assertPredicted(`0.${"9".repeat(nines)}`, e);
    }
  }
});

Deno.test("decimalPowerDigits() tells a power of two from a neighbour with its leading digits", () => {
  for (const neighbour of [2n ** 200n + 2n, 2n ** 300n - 4n]) {
    assertPredicted(String(neighbour), "-1");
    assertPredicted(String(neighbour), "-3");
  }
});

Deno.test("a count of 40 digits is exact to the last", () => {
  const digits = "2089876402499787337692720892375554168225";
  assert.equal(fibonacciDigits(parseDecimal("1e40")), digits);
});

Deno.test("largerCount() compares counts beyond the doubles", () => {
  const ascending: DigitCount[] = [1, "1.5e+400", "2.5e+400", "1.000000000000000e+401"];
  for (const [i, low] of ascending.entries()) {
    for (const high of ascending.slice(i)) {
      assert.equal(largerCount(low, high), high);
      assert.equal(largerCount(high, low), high);
    }
  }
});

Deno.test("addCounts() keeps the larger of counts beyond the doubles", () => {
  assert.equal(addCounts("2.5e+400", "1.5e+400"), "2.5e+400");
  assert.equal(addCounts("1.5e+400", "2.5e+400"), "2.5e+400");
});

Deno.test("decimalPowerDigits() is the larger part of a decimal beyond the doubles", () => {
  const digits = decimalPowerDigits(parseDecimal("999999999.5"), parseDecimal("1e400"));
  assert.match(String(digits), /^9\.99[0-9]+e\+400$/);
});

function assertPredicted(base: string, exponent: string): void {
  const [b, e] = [parseDecimal(base), parseDecimal(exponent)];
  const digits = textOf(decimalPower(b, e, NEVER_CANCELLED)).replace(/[^0-9]/g, "").length;
  assert.equal(decimalPowerDigits(b, e), digits, `${base} to the power ${exponent}`);
}
