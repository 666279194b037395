import assert from "node:assert/strict";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { LogarithmConstants } from "../../../../domain/numbers/outline/logarithm_constants.ts";
import { cosine } from "../../../../domain/numbers/small/cosine.ts";
import { nearestInteger } from "../../../../domain/numbers/small/nearest_integer.ts";
import { piBySplitting } from "../../../../domain/numbers/small/pi.ts";

Deno.test("piBySplitting() lies within 2 units of Machin's formula", () => {
  const constants = new LogarithmConstants();
  for (const bits of [10, 64, 1_000, 9_999]) {
    const { lo, hi } = constants.pi(bits, NEVER_CANCELLED);
    const value = piBySplitting(bits, NEVER_CANCELLED);
    assert.ok(value >= lo - 2n && value <= hi + 2n, String(bits));
  }
});

Deno.test("cosine() equals Math.cos within 2 units", () => {
  for (let i = 0; i < 64; i++) {
    const value = cosine(BigInt(i) << 26n, 30, NEVER_CANCELLED);
    assert.ok(Math.abs(Number(value) - Math.cos(i / 16) * 2 ** 30) <= 3, String(i));
  }
});

Deno.test("cosine() of a third of π is a half, and of π is −1", () => {
  for (const bits of [50, 500, 5_000]) {
    const pi = piBySplitting(bits, NEVER_CANCELLED);
    const half = cosine(pi / 3n, bits, NEVER_CANCELLED) - (1n << BigInt(bits - 1));
    const one = cosine(pi, bits, NEVER_CANCELLED) + (1n << BigInt(bits));
    for (const error of [half, one]) assert.ok(error >= -5n && error <= 5n, `${error}`);
  }
});

Deno.test("nearestInteger() rejects sums in the middle between two integers", () => {
  const units = (value: number) => BigInt(Math.round(value * 2 ** 40));
  assert.equal(nearestInteger(units(7.3), 40), 7n);
  assert.equal(nearestInteger(units(6.7), 40), 7n);
  for (const sum of [7.45, 7.5, 7.55]) {
    assert.throws(() => nearestInteger(units(sum), 40), /not near an integer/);
  }
});
