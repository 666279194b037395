import assert from "node:assert/strict";
import fc from "fast-check";
import { largeWithoutFactor } from "../../../../domain/numbers/large/without_factor.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { withoutFactor } from "../../../../domain/numbers/small/without_factor.ts";

const multiplier = Multiplier.for(NEVER_CANCELLED);

Deno.test("largeWithoutFactor() divides as withoutFactor() does", () => {
  const prime = fc.constantFrom(2 as const, 5 as const);
  const count = fc.integer({ min: 0, max: 3_000 });
  const limit = fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 3_000 }));
  const rest = fc.oneof(fc.constant(1n), fc.bigInt({ min: 1n, max: 10n ** 300n }));
  fc.assert(fc.property(prime, count, limit, rest, (p, k, most, r) => {
    const digits = String(BigInt(p) ** BigInt(k) * r);
    const found = largeWithoutFactor(digits, p, { limit: most, multiplier });
    assert.deepEqual(found, withoutFactor(digits, p, most));
  }));
});
