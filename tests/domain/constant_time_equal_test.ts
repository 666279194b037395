import assert from "node:assert/strict";
import fc from "fast-check";
import { constantTimeEqual } from "../../domain/constant_time_equal.ts";

Deno.test("constantTimeEqual() is true for equal bytes and false for all others", () => {
  const bytes = fc.uint8Array({ maxLength: 40 });
  fc.assert(fc.property(bytes, bytes, (a, b) => {
    assert.equal(constantTimeEqual(a, a.slice()), true);
    assert.equal(constantTimeEqual(a, b), a.toHex() === b.toHex());
  }));
});

Deno.test("constantTimeEqual() detects a single changed bit at any position", () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(constantTimeEqual(bytes, changed), false, `bit ${bit}`);
  }
});

Deno.test("constantTimeEqual() is false for a prefix", () => {
  const bytes = new Uint8Array(32);
  for (const length of [0, 1, 31]) {
    assert.equal(constantTimeEqual(bytes, bytes.subarray(0, length)), false);
    assert.equal(constantTimeEqual(bytes.subarray(0, length), bytes), false);
  }
});
