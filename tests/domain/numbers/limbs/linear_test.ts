import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addShifted,
  LARGEST_WORD,
  multiplyAdd,
  multiplyByWord,
  splitLimbs,
} from "../../../../domain/numbers/limbs/linear.ts";
import { arbitraryLimbs, bigintOf } from "./arbitrary_limbs.ts";

const limbs = arbitraryLimbs(40);
const word = fc.oneof(fc.integer({ min: 1, max: LARGEST_WORD }), fc.constant(LARGEST_WORD));

Deno.test("multiplyByWord() is factor · x", () => {
  fc.assert(fc.property(limbs, word, (x, factor) => {
    const product = multiplyByWord(x, factor);
    assert.equal(bigintOf(product), BigInt(factor) * bigintOf(x));
    assert.notEqual(product.at(-1), 0);
  }));
});

Deno.test("multiplyAdd() is factor · x + y", () => {
  fc.assert(fc.property(limbs, word, limbs, (x, factor, y) => {
    const sum = multiplyAdd(x, factor, y);
    assert.equal(bigintOf(sum), BigInt(factor) * bigintOf(x) + bigintOf(y));
    assert.notEqual(sum.at(-1), 0);
  }));
});

Deno.test("splitLimbs() returns 100 · high + low with limbs up to 50", () => {
  fc.assert(fc.property(limbs, (x) => {
    const { high, low } = splitLimbs(x);
    assert.equal(100n * bigintOf(high) + bigintOf(low), bigintOf(x));
    assert.ok([...high, ...low].every((limb) => Math.abs(limb) <= 50));
  }));
});

Deno.test("addShifted() adds y · 10000^position in place", () => {
  fc.assert(fc.property(limbs, limbs, fc.nat(30), (x, y, position) => {
    const sum = new Int16Array(80);
    sum.set(x);
    addShifted(sum, y, position);
    assert.equal(bigintOf(sum), bigintOf(x) + bigintOf(y) * 10_000n ** BigInt(position));
    assert.ok(sum.every((limb) => Math.abs(limb) <= 5_000));
  }));
});
