import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkProduct,
  DamagedProduct,
  LARGEST_CHECKED_MULTIPLE,
  residuesOf,
  sumOfSquares,
} from "../../../../domain/numbers/limbs/residues.ts";
import { addAt, type Limbs } from "../../../../domain/numbers/limbs/limbs.ts";
import { addShifted, multiplyByWord } from "../../../../domain/numbers/limbs/linear.ts";
import { schoolbookProduct } from "../../../../domain/numbers/limbs/schoolbook.ts";
import { arbitraryLimbs, bigintOf, limbsOf } from "./arbitrary_limbs.ts";

Deno.test("residuesOf() is congruent to the number modulo 9,999 and 33,336,667", () => {
  fc.assert(fc.property(arbitraryLimbs(60), (limbs) => {
    const { mod9999, mod33336667 } = residuesOf(limbs);
    assert.equal((bigintOf(limbs) - BigInt(mod9999)) % 9_999n, 0n);
    assert.equal((bigintOf(limbs) - BigInt(mod33336667)) % 33_336_667n, 0n);
  }));
});

Deno.test("residuesOf() sums millions of extreme limbs without overflow", () => {
  const { mod9999, mod33336667 } = residuesOf(limbsOf(2_000_000, "high"));
  assert.equal(mod9999, 2_000_000 * 5_000 % 9_999);
  assert.equal(mod33336667, 5_000 * 10_001 % 33_336_667);
});

Deno.test("sumOfSquares() sums the squares of a million extreme limbs", () => {
  assert.equal(sumOfSquares(limbsOf(1_000_001, "alternating")), 1_000_001 * 5_000 ** 2);
  assert.equal(sumOfSquares(limbsOf(3, "high")), 3 * 5_000 ** 2);
  assert.equal(sumOfSquares(new Int16Array()), 0);
});

Deno.test("checkProduct() accepts products and detects every single wrong limb", () => {
  const [x, y] = [limbsOf(40, "even"), limbsOf(30, "random")];
  const product = schoolbookProduct(x, y, new Int16Array(x.length + y.length));
  checkProduct(product, residuesOf(x), residuesOf(y));
  checkProduct(multiplyByWord(product, 7), residuesOf(x), residuesOf(y), 7);
  for (const [i, limb] of product.entries()) {
    for (const wrong of [limb + 1, limb - 1, -limb - 1, limb ^ 0x400]) {
      product[i] = wrong;
      assert.throws(() => checkProduct(product, residuesOf(x), residuesOf(y)), DamagedProduct);
    }
    product[i] = limb;
  }
});

Deno.test("checkProduct() detects swapped, shifted and missing limbs", () => {
  const [x, y] = [limbsOf(40, "even"), limbsOf(30, "even", 2)];
  const product = schoolbookProduct(x, y, new Int16Array(x.length + y.length));
  const swapped = product.slice();
  [swapped[3], swapped[4]] = [product[4]!, product[3]!];
  for (const wrong of [swapped, product.subarray(1), product.subarray(0, 50)]) {
    assert.throws(() => checkProduct(wrong, residuesOf(x), residuesOf(y)), DamagedProduct);
  }
});

Deno.test("checkProduct() detects a wrong coefficient that recombination spreads", () => {
  const [x, y] = [limbsOf(700, "even"), limbsOf(600, "random")];
  for (const times of [1, 3, LARGEST_CHECKED_MULTIPLE]) {
    const product = new Int16Array(1_400);
    product.set(multiplyByWord(schoolbookOf(x, y), times));
    checkProduct(product, residuesOf(x), residuesOf(y), times);
    for (let apart = 64; apart <= 1_024; apart *= 2) {
      for (const error of [1, -1, 2, -8, 3_367, 9_999, 10_001]) {
        const wrong = product.slice();
        addAt(wrong, 100, error * times, wrong.length);
        addAt(wrong, 100 + apart, -error * times, wrong.length);
        assert.throws(
          () => checkProduct(wrong, residuesOf(x), residuesOf(y), times),
          DamagedProduct,
          `${error} times ${times}, ${apart} apart`,
        );
      }
    }
  }
});

/** x · y, assembled from schoolbook products. */
function schoolbookOf(x: Limbs, y: Limbs): Limbs {
  const product = new Int16Array(x.length + y.length + 1);
  for (let from = 0; from < y.length; from += 50) {
    const part = y.subarray(from, from + 50);
    const partial = new Int16Array(x.length + part.length);
    addShifted(product, schoolbookProduct(x, part, partial), from);
  }
  return product;
}
