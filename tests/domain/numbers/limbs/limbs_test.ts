import assert from "node:assert/strict";
import fc from "fast-check";
import { addAt, trimLeadingZeros } from "../../../../domain/numbers/limbs/limbs.ts";
import { arbitraryLimbs, bigintOf } from "./arbitrary_limbs.ts";

Deno.test("trimLeadingZeros() removes only the zeros at the top", () => {
  assert.deepEqual([...trimLeadingZeros(new Int16Array([0, 7, 0, -1, 0, 0]))], [0, 7, 0, -1]);
  assert.deepEqual([...trimLeadingZeros(new Int16Array(3))], []);
});

Deno.test("addAt() adds an integer at a limb and returns the carry", () => {
  const amount = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
  fc.assert(fc.property(arbitraryLimbs(20), amount, fc.nat(20), (limbs, added, position) => {
    fc.pre(position <= limbs.length);
    const sum = limbs.slice();
    const carry = addAt(sum, position, added, sum.length);
    const whole = bigintOf(limbs) + BigInt(added) * 10_000n ** BigInt(position);
    assert.equal(bigintOf(sum) + BigInt(carry) * 10_000n ** BigInt(sum.length), whole);
    assert.ok(sum.every((limb) => Math.abs(limb) <= 5_000));
  }));
});
