import assert from "node:assert/strict";
import { VectorSlot } from "../../../../domain/numbers/limbs/complex_vector.ts";
import { LARGEST_LIMB } from "../../../../domain/numbers/limbs/limbs.ts";
import { Ring } from "../../../../domain/numbers/limbs/ring.ts";
import { Roots } from "../../../../domain/numbers/limbs/roots.ts";
import { errorBound, SAFE_ERROR } from "../../../../domain/numbers/limbs/rounding.ts";
import { limbsOf, SHAPES } from "./arbitrary_limbs.ts";

const roots = new Roots();

Deno.test("errorBound() exceeds the errors observed", () => {
  for (const bits of [8, 11, 14]) {
    const ring = new Ring(bits, roots);
    const length = 1 << bits;
    for (const shape of SHAPES) {
      const vector = new VectorSlot().vector(length);
      const limbs = limbsOf(2 * length, shape);
      vector.re.set(limbs.subarray(0, length));
      vector.im.set(limbs.subarray(length));
      const norm = Math.hypot(...limbs);
      const multiply = [{ x: vector, y: vector }];
      ring.run({ forward: [vector], multiply, inverse: [vector] }, () => {});
      const bound = errorBound(norm ** 2, ring.levels);
      for (const value of [...vector.re, ...vector.im]) {
        const coefficient = value * ring.scale;
        assert.ok(Math.abs(coefficient - Math.round(coefficient)) < bound);
      }
    }
  }
});

Deno.test("any two million digits are safe, the worst forty million are not", () => {
  const worst = (digits: number) => {
    const limbs = digits / 4;
    const norm = LARGEST_LIMB * Math.sqrt(limbs / 2);
    return errorBound(norm ** 2, Math.floor((Math.log2(limbs) - 1) / 2));
  };
  assert.ok(worst(2e6) < SAFE_ERROR);
  assert.ok(worst(4e7) > SAFE_ERROR);
});
