import assert from "node:assert/strict";
import fc from "fast-check";
import { modPower } from "../../../../domain/numbers/integers/mod_power.ts";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { runs } from "../../../../testing/runs.ts";
import { RecordingContext } from "../recording_context.ts";
import { integers, positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("modPower() equals the remainder of the power", () => {
  const exponent = fc.bigInt({ min: 0n, max: 300n });
  fc.assert(fc.property(integers(200), exponent, positiveIntegers(200), (base, exponent, m) => {
    assert.equal(modPower(base, exponent, m), (base ** exponent % m + m) % m);
  }));
  assert.equal(modPower(5n, 0n, 1n), 0n);
});

Deno.test("modPower() satisfies bᵉ⁺ᶠ ≡ bᵉ · bᶠ", () => {
  const exponent = fc.bigInt({ min: 0n, max: 2n ** 600n });
  fc.assert(
    fc.property(integers(300), exponent, exponent, positiveIntegers(300), (base, a, b, m) => {
      const product = modPower(base, a, m) * modPower(base, b, m) % m;
      assert.equal(modPower(base, a + b, m), product);
    }),
    { numRuns: runs(50) },
  );
});

Deno.test("modPower() is cancelled at any checkpoint", () => {
  const compute = (context: RecordingContext) => modPower(3n, 2n ** 2_000n, 10n ** 50n, context);
  const whole = new RecordingContext();
  compute(whole);
  for (const last of [1, 100, whole.checkpoints]) {
    assert.throws(() => compute(new RecordingContext(last)), Cancelled);
  }
});
