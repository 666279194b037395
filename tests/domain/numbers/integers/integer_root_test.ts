import assert from "node:assert/strict";
import fc from "fast-check";
import { integerRoot } from "../../../../domain/numbers/integers/integer_root.ts";
import { integers, positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("integerRoot() of powers of ten", () => {
  assert.equal(integerRoot(10n ** 100n, 7).root, 193069772888325n);
  const { root, isExact } = integerRoot(10n ** 99n, 2);
  assert.match(String(root), /^31622776601683793319.*27185337195551393252$/);
  assert.equal(isExact, false);
});

Deno.test("integerRoot() equals the definition up to 2,000", () => {
  for (let n = 0n; n <= 2_000n; n++) {
    for (const k of [1, 2, 3, 4, 5, 7, 10, 11, 12, 100, 1e15]) {
      const { root, isExact } = integerRoot(n, k);
      const exponent = BigInt(Math.min(k, 20));
      assert.ok(root ** exponent <= n && n < (root + 1n) ** exponent, `${n}, ${k}`);
      assert.equal(isExact, root ** exponent === n);
    }
  }
});

Deno.test("integerRoot() satisfies s^k ≤ n < (s + 1)^k", () => {
  fc.assert(fc.property(positiveIntegers(5_000), fc.integer({ min: 1, max: 200 }), (n, k) => {
    const { root, isExact } = integerRoot(n, k);
    const degree = BigInt(k);
    assert.ok(root ** degree <= n && n < (root + 1n) ** degree);
    assert.equal(isExact, root ** degree === n);
  }));
});

Deno.test("integerRoot() distinguishes a power from its neighbours", () => {
  fc.assert(fc.property(positiveIntegers(400), fc.integer({ min: 2, max: 40 }), (s, k) => {
    const power = (s + 1n) ** BigInt(k);
    assert.deepEqual(integerRoot(power, k), { root: s + 1n, isExact: true });
    assert.deepEqual(integerRoot(power - 1n, k), { root: s, isExact: false });
    assert.deepEqual(integerRoot(power + 1n, k), { root: s + 1n, isExact: false });
  }));
});

Deno.test("integerRoot() of negative numbers is truncated towards zero", () => {
  fc.assert(fc.property(integers(500), (n) => {
    assert.equal(integerRoot(-n, 3).root, -integerRoot(n, 3).root);
  }));
  assert.throws(() => integerRoot(-4n, 2), RangeError);
  for (const k of [0, -1, 1.5]) assert.throws(() => integerRoot(4n, k), RangeError);
});
