import assert from "node:assert/strict";
import fc from "fast-check";
import { Stopped, UNSTOPPABLE } from "../../../domain/numbers/mod.ts";
import { power } from "../../../domain/numbers/power.ts";
import { StoppingWork } from "./stopping_work.ts";

const base = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const exponent = fc.integer({ min: 0, max: 300 });

Deno.test("power() equals BigInt's own operator", () => {
  fc.assert(fc.property(base, exponent, (b, e) => {
    assert.equal(power(b, e, UNSTOPPABLE), b ** BigInt(e));
  }));
});

Deno.test("power() satisfies bᵉ⁺ᶠ = bᵉ · bᶠ", () => {
  fc.assert(fc.property(base, exponent, exponent, (b, e, f) => {
    const [whole, left, right] = [e + f, e, f].map((times) => power(b, times, UNSTOPPABLE));
    assert.equal(whole, left! * right!);
  }));
});

Deno.test("power() takes 0 to the power 0 as 1", () => {
  assert.equal(power(0n, 0, UNSTOPPABLE), 1n);
});

Deno.test("power() passes a checkpoint before each squaring", () => {
  const work = new StoppingWork();
  power(3n, 1_000, work);
  assert.equal(work.checkpoints, 9);
});

Deno.test("power() ends at whichever checkpoint throws", () => {
  for (const last of [1, 5, 9]) {
    const work = new StoppingWork(last);
    assert.throws(() => power(3n, 1_000, work), Stopped);
    assert.equal(work.checkpoints, last);
  }
});
