import assert from "node:assert/strict";
import fc from "fast-check";
import { Multiplier } from "../../../domain/numbers/limbs/multiplier.ts";
import { bigintOf } from "./limbs/arbitrary_limbs.ts";
import { power } from "../../../domain/numbers/power.ts";
import { NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { runs } from "../../../testing/runs.ts";

const multiplier = Multiplier.for(NEVER_CANCELLED);
const base = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 13n }),
  fc.bigInt({ min: 1n, max: 10n ** 30n }),
  fc.bigInt({ min: 1n, max: 10n ** 700n }),
);
const exponent = fc.integer({ min: 0, max: 300 });

Deno.test("power() equals BigInt's ** operator", () => {
  fc.assert(
    fc.property(base, exponent, (b, e) => {
      assert.equal(value(b, e), b ** BigInt(e));
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("power() satisfies bᵉ⁺ᶠ = bᵉ · bᶠ", () => {
  const sumOfExponents = fc.property(base, exponent, exponent, (b, e, f) => {
    assert.equal(value(b, e + f), value(b, e) * value(b, f));
  });
  fc.assert(sumOfExponents, { numRuns: runs(40) });
});

Deno.test("power() handles the base 1 and the exponents 0 and 1", () => {
  assert.equal(power("1", 1e300, multiplier), "1");
  assert.equal(value(10n ** 5_000n + 1n, 0), 1n);
  assert.equal(value(10n ** 5_000n + 1n, 1), 10n ** 5_000n + 1n);
});

function value(b: bigint, e: number): bigint {
  const result = power(String(b), e, multiplier);
  return typeof result === "string" ? BigInt(result) : bigintOf(result);
}
