import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkProduct,
  DamagedProduct,
  residuesAndSquares,
  residuesOf,
} from "../../../../domain/numbers/limbs/residues.ts";
import { scaled } from "../../../../domain/numbers/limbs/linear.ts";
import { schoolbookProduct } from "../../../../domain/numbers/limbs/schoolbook.ts";
import { arbitraryLimbs, bigintOf, limbsOf } from "./arbitrary_limbs.ts";

Deno.test("residuesOf() is congruent to the number modulo 9999 and 10001", () => {
  fc.assert(fc.property(arbitraryLimbs(60), (limbs) => {
    const { below, above } = residuesOf(limbs);
    assert.equal((bigintOf(limbs) - BigInt(below)) % 9_999n, 0n);
    assert.equal((bigintOf(limbs) - BigInt(above)) % 10_001n, 0n);
  }));
});

Deno.test("residuesOf() sums a million extreme limbs without overflow", () => {
  const limbs = limbsOf(1_000_001, "high");
  assert.deepEqual(residuesOf(limbs), {
    below: 1_000_001 * 5_000 % 9_999,
    above: 5_000,
  });
});

Deno.test("residuesAndSquares() has the residues and the sum of all squares", () => {
  fc.assert(fc.property(arbitraryLimbs(400), (limbs) => {
    const squares = limbs.reduce((sum, limb) => sum + limb * limb, 0);
    assert.deepEqual(residuesAndSquares(limbs), { residues: residuesOf(limbs), squares });
  }));
  const limbs = limbsOf(1_000_001, "high");
  const squares = 1_000_001 * 5_000 ** 2;
  assert.deepEqual(residuesAndSquares(limbs), { residues: residuesOf(limbs), squares });
});

Deno.test("checkProduct() accepts products and notices every single wrong limb", () => {
  const [x, y] = [limbsOf(40, "even"), limbsOf(30, "random")];
  const product = schoolbookProduct(x, y, new Int16Array(x.length + y.length));
  checkProduct(product, residuesOf(x), residuesOf(y));
  checkProduct(scaled(product, 7), residuesOf(x), residuesOf(y), 7);
  for (const [i, limb] of product.entries()) {
    for (const wrong of [limb + 1, limb - 1, -limb - 1, limb ^ 0x400]) {
      product[i] = wrong;
      assert.throws(() => checkProduct(product, residuesOf(x), residuesOf(y)), DamagedProduct);
    }
    product[i] = limb;
  }
});

Deno.test("checkProduct() notices swapped, shifted and missing limbs", () => {
  const [x, y] = [limbsOf(40, "even"), limbsOf(30, "even", 2)];
  const product = schoolbookProduct(x, y, new Int16Array(x.length + y.length));
  const swapped = product.slice();
  [swapped[3], swapped[4]] = [product[4]!, product[3]!];
  for (const wrong of [swapped, product.subarray(1), product.subarray(0, 50)]) {
    assert.throws(() => checkProduct(wrong, residuesOf(x), residuesOf(y)), DamagedProduct);
  }
});
