import assert from "node:assert/strict";
import fc from "fast-check";
import { NEVER_CANCELLED } from "../../../../domain/numbers/compute_context.ts";
import { modPower } from "../../../../domain/numbers/integers/mod_power.ts";
import { progressionPart } from "../../../../domain/numbers/outline/progression_part.ts";
import { UnitProductTables } from "../../../../domain/numbers/outline/unit_products.ts";
import { runs } from "../../../../testing/runs.ts";

const tools = { unitProducts: new UnitProductTables(), context: NEVER_CANCELLED };

/** With s coprime to p, Π (s·first + s·i) = s^count Π (first + i). */
Deno.test("consecutive integers and their multiples have the same prime part", () => {
  const bits = (min: number) => fc.bigInt({ min: 1n << BigInt(min), max: 1n << BigInt(min + 700) });
  fc.assert(
    fc.property(
      bits(1_000),
      bits(900),
      fc.constantFrom(2n, 3n, 5n, 7n, 29n),
      fc.integer({ min: 1, max: 12 }),
      (first, count, prime, exponent) => {
        const scale = prime === 29n ? 30n : 29n;
        const power = { prime, exponent };
        const plain = progressionPart({ first, step: 1n, count }, power, tools);
        const scaled = progressionPart({ first: scale * first, step: scale, count }, power, tools);
        const modulus = prime ** BigInt(exponent);
        assert.equal(plain.valuation, scaled.valuation);
        assert.equal(
          plain.unit() * modPower(scale, count, modulus) % modulus,
          scaled.unit() % modulus,
        );
      },
    ),
    { numRuns: runs(40) },
  );
});

Deno.test("long progressions that start at 1 are factorials", () => {
  const n = 10n ** 400n + 57n;
  for (const prime of [2n, 5n, 13n]) {
    const part = progressionPart({ first: 1n, step: 1n, count: n }, { prime, exponent: 6 }, tools);
    const { valuation, unit } = tools.unitProducts.for(prime, 6, NEVER_CANCELLED)
      .factorial(n, NEVER_CANCELLED);
    assert.deepEqual([part.valuation, part.unit()], [valuation, unit()]);
  }
});
