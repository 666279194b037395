import assert from "node:assert/strict";
import fc from "fast-check";
import {
  countDigits,
  digitsFromLimbs,
  limbsFromDigits,
  textCost,
  writeDigits,
} from "../../../../domain/numbers/limbs/text.ts";
import { bigintOf } from "./arbitrary_limbs.ts";

const positive = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 60n }),
  fc.integer({ min: 0, max: 60 }).map((zeros) => 10n ** BigInt(zeros)),
  fc.integer({ min: 1, max: 60 }).map((nines) => 10n ** BigInt(nines) - 1n),
  fc.integer({ min: 1, max: 60 }).map((fives) => BigInt("5".repeat(fives))),
);

Deno.test("limbsFromDigits() yields balanced limbs of the number", () => {
  fc.assert(fc.property(positive, (value) => {
    const limbs = limbsFromDigits(String(value));
    assert.equal(bigintOf(limbs), value);
    assert.ok(limbs.every((limb) => Math.abs(limb) <= 5_000));
    assert.notEqual(limbs.at(-1), 0);
  }));
});

Deno.test("digitsFromLimbs() is the inverse of limbsFromDigits()", () => {
  fc.assert(fc.property(positive, (value) => {
    const text = String(value);
    const limbs = limbsFromDigits(text);
    assert.equal(countDigits(limbs), text.length);
    assert.equal(digitsFromLimbs(limbs), text);
  }));
});

Deno.test("writeDigits() writes the digits at the offset and nothing else", () => {
  const bytes = new Uint8Array(20).fill(46);
  writeDigits(limbsFromDigits("9999999"), { bytes: bytes.subarray(1), offset: 2, onPart() {} });
  assert.equal(new TextDecoder().decode(bytes), "...9999999..........");
});

Deno.test("writeDigits() reports the cost of every 2^18 limbs", () => {
  const limbs = new Int16Array(600_000).fill(1);
  const bytes = new Uint8Array(countDigits(limbs));
  const costs: number[] = [];
  writeDigits(limbs, { bytes, offset: 0, onPart: (cost) => costs.push(cost) });
  // The top limb has one digit, which is not part of any block.
  assert.deepEqual(costs, [2 ** 18, 2 ** 18, 600_000 - 2 ** 19 - 1].map(textCost));
});

Deno.test("every limb is written with four digits", () => {
  for (let limb = 0; limb < 10_000; limb++) {
    const digits = String(limb).padStart(4, "0");
    assert.equal(digitsFromLimbs(limbsFromDigits(`1${digits}`)), `1${digits}`);
  }
});
