import assert from "node:assert/strict";
import fc from "fast-check";
import { secondsForDigits } from "../../../domain/numbers/mod.ts";

const digits = fc.double({ min: 0, max: 9, noNaN: true }).map((log) => Math.floor(10 ** log));

Deno.test("secondsForDigits() never falls as results grow", () => {
  fc.assert(fc.property(digits, digits, (a, b) => {
    const [smaller, larger] = [Math.min(a, b), Math.max(a, b)];
    assert.ok(secondsForDigits(smaller) <= secondsForDigits(larger));
  }));
});

Deno.test("secondsForDigits() has no jumps", () => {
  for (let size = 100; size < 1e8; size = Math.ceil(size * 1.01)) {
    const growth = secondsForDigits(size * 1.001) / secondsForDigits(size);
    assert.ok(growth > 1 && growth < 1.003, `${growth} at ${size}`);
  }
});

Deno.test("secondsForDigits() is a time of at least some nanoseconds for any count", () => {
  for (const count of [0, 1, 2, 99, 100]) {
    assert.ok(secondsForDigits(count) > 1e-9);
    assert.ok(secondsForDigits(count) < 1e-3);
  }
});

Deno.test("secondsForDigits() grows faster than the result beyond what was measured", () => {
  assert.ok(secondsForDigits(1e9) > 10 * secondsForDigits(1e8));
});

Deno.test("secondsForDigits() reads counts that are texts", () => {
  assert.equal(secondsForDigits("100000000000000000"), secondsForDigits(1e17));
  assert.equal(secondsForDigits("4.999565705518096e+5003"), Infinity);
});
