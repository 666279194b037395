import assert from "node:assert/strict";
import fc from "fast-check";
import {
  rationalRoot,
  rationalRootSeconds,
  reduce,
} from "../../../../domain/numbers/integers/mod.ts";
import { positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("rationalRoot() inverts the power and rejects its neighbours", () => {
  const degrees = fc.integer({ min: 2, max: 9 });
  fc.assert(
    fc.property(positiveIntegers(60), positiveIntegers(60), degrees, (p, q, k) => {
      const root = reduce(p, q);
      const [numerator, denominator] = [
        root.numerator ** BigInt(k),
        root.denominator ** BigInt(k),
      ];
      assert.deepEqual(rationalRoot({ numerator, denominator }, k), root);
      assert.equal(rationalRoot({ numerator: numerator + 1n, denominator }, k), undefined);
      assert.equal(rationalRoot({ numerator, denominator: denominator + 1n }, k), undefined);
    }),
  );
});

Deno.test("rationalRoot() of negative numbers", () => {
  assert.deepEqual(rationalRoot(reduce(-8n, 27n), 3), reduce(-2n, 3n));
  assert.throws(() => rationalRoot(reduce(-4n, 9n), 2), RangeError);
  assert.deepEqual(rationalRoot(reduce(0n, 1n), 2), reduce(0n, 1n));
});

Deno.test("rationalRootSeconds() grows", () => {
  assert.ok(rationalRootSeconds(100_000, 2) > rationalRootSeconds(64, 2));
});
