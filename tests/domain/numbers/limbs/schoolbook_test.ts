import assert from "node:assert/strict";
import fc from "fast-check";
import {
  LONGEST_SCHOOLBOOK,
  schoolbookProduct,
} from "../../../../domain/numbers/limbs/schoolbook.ts";
import { arbitraryLimbs, bigintOf, limbsOf, SHAPES } from "./arbitrary_limbs.ts";

Deno.test("schoolbookProduct() equals BigInt's product", () => {
  fc.assert(fc.property(arbitraryLimbs(120), arbitraryLimbs(LONGEST_SCHOOLBOOK), (x, y) => {
    assert.equal(
      bigintOf(schoolbookProduct(x, y, new Int16Array(x.length + y.length))),
      bigintOf(x) * bigintOf(y),
    );
  }));
});

Deno.test("schoolbookProduct() is exact where every limb is at its extreme", () => {
  for (const [xShape, yShape] of SHAPES.flatMap((x) => SHAPES.map((y) => [x, y] as const))) {
    const [x, y] = [limbsOf(300, xShape), limbsOf(LONGEST_SCHOOLBOOK, yShape, 2)];
    assert.equal(
      bigintOf(schoolbookProduct(x, y, new Int16Array(x.length + y.length))),
      bigintOf(x) * bigintOf(y),
    );
  }
});
