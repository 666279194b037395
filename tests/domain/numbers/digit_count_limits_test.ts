import assert from "node:assert/strict";
import {
  decimalPower,
  decimalPowerDigits,
  fibonacciDigits,
  NEVER_CANCELLED,
  parseDecimal,
} from "../../../domain/numbers/mod.ts";
import { textOf } from "../../../testing/exact_value.ts";

Deno.test("decimalPowerDigits() is exact for bases that consist of nines", () => {
  for (const nines of [1, 40, 49, 50, 51, 52, 60, 100, 5_000]) {
    for (const e of ["1", "2", "7"]) {
      assertPredicted("9".repeat(nines), e);
      assertPredicted(`0.${"9".repeat(nines)}`, e);
    }
  }
});

Deno.test("decimalPowerDigits() distinguishes powers of two from their neighbours by every digit", () => {
  for (const neighbour of [2n ** 200n + 2n, 2n ** 300n - 4n]) {
    assertPredicted(String(neighbour), "-1");
    assertPredicted(String(neighbour), "-3");
  }
});

Deno.test("a count of 40 digits is exact to the last", () => {
  const digits = 2089876402499787337692720892375554168225n;
  assert.equal(fibonacciDigits(parseDecimal("1e40")), digits);
});

Deno.test("decimalPowerDigits() is the larger of digits and places beyond the doubles", () => {
  // 9999999995^(10^400) has fewer than 10^401 digits, and there is one before its 10^400 places.
  const times = 10n ** 400n;
  const digits = decimalPowerDigits(parseDecimal("999999999.5"), parseDecimal("1e400"));
  assert.ok(digits < 10n * times && digits > 9n * times);
  assert.equal(decimalPowerDigits(parseDecimal("0.5"), parseDecimal("1e400")), times + 1n);
});

function assertPredicted(base: string, exponent: string): void {
  const [b, e] = [parseDecimal(base), parseDecimal(exponent)];
  const digits = textOf(decimalPower(b, e, NEVER_CANCELLED)).replace(/[^0-9]/g, "").length;
  assert.equal(decimalPowerDigits(b, e), digits, `${base} to the power ${exponent}`);
}
