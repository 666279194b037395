import assert from "node:assert/strict";
import fc from "fast-check";
import {
  countDigits,
  digitsFromLimbs,
  limbsFromDigits,
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

Deno.test("every limb is written with four digits", () => {
  for (let limb = 0; limb < 10_000; limb++) {
    const digits = String(limb).padStart(4, "0");
    assert.equal(digitsFromLimbs(limbsFromDigits(`1${digits}`)), `1${digits}`);
  }
});
