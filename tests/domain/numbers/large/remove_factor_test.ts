import assert from "node:assert/strict";
import fc from "fast-check";
import { largeRemoveFactor } from "../../../../domain/numbers/large/remove_factor.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { removeFactor } from "../../../../domain/numbers/small/remove_factor.ts";

const multiplier = Multiplier.for(NEVER_CANCELLED);

Deno.test("largeRemoveFactor() equals removeFactor()", () => {
  const prime = fc.constantFrom(2 as const, 5 as const);
  const count = fc.integer({ min: 0, max: 3_000 });
  const limit = fc.oneof(
    fc.constantFrom(Infinity, 4, 8, 16, 512),
    fc.integer({ min: 0, max: 3_000 }),
  );
  const rest = fc.oneof(fc.constant(1n), fc.bigInt({ min: 1n, max: 10n ** 300n }));
  fc.assert(fc.property(prime, count, limit, rest, (p, k, most, r) => {
    const digits = String(BigInt(p) ** BigInt(k) * r);
    const found = largeRemoveFactor(digits, p, { limit: most, multiplier });
    assert.deepEqual(found, removeFactor(digits, p, most));
  }));
});
