import assert from "node:assert/strict";
import { smallPower } from "../../../../domain/numbers/small/power.ts";

Deno.test("smallPower() equals BigInt's below and above 2^53", () => {
  for (const base of [1, 2, 3, 7, 9, 10, 31, 99, 12_345, 99_999_999, 2 ** 53 - 1]) {
    for (let exponent = 0; exponent <= 60; exponent++) {
      const expected = String(BigInt(base) ** BigInt(exponent));
      assert.equal(smallPower(String(base), exponent), expected, `${base}^${exponent}`);
    }
  }
});

Deno.test("smallPower() is exact for bases beyond 2^53", () => {
  assert.equal(smallPower("9007199254740993", 1), "9007199254740993");
  assert.equal(smallPower("9007199254740993", 2), String(9007199254740993n ** 2n));
});
