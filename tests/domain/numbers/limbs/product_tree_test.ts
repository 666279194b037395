import assert from "node:assert/strict";
import fc from "fast-check";
import { LARGEST_WORD } from "../../../../domain/numbers/limbs/linear.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import {
  productOfWords,
  productOfWordsCost,
} from "../../../../domain/numbers/limbs/product_tree.ts";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { bigintOf } from "./arbitrary_limbs.ts";

const multiplier = Multiplier.for(NEVER_CANCELLED);

Deno.test("productOfWords() is the product of all words", () => {
  const words = fc.array(fc.integer({ min: 1, max: LARGEST_WORD }), { maxLength: 200 });
  fc.assert(fc.property(words, (factors) => {
    const expected = factors.reduce((product, factor) => product * BigInt(factor), 1n);
    assert.equal(bigintOf(productOfWords(factors, multiplier)), expected);
  }));
});

Deno.test("productOfWords() has room for the largest words", () => {
  for (const count of [0, 1, 47, 48, 49, 200]) {
    const product = productOfWords(Array(count).fill(LARGEST_WORD), multiplier);
    assert.equal(bigintOf(product), BigInt(LARGEST_WORD) ** BigInt(count));
  }
});

Deno.test("the cost of a product beyond the doubles is Infinity", () => {
  assert.equal(productOfWordsCost(Infinity), Infinity);
});
