import assert from "node:assert/strict";
import fc from "fast-check";
import {
  baseText,
  baseTextDigits,
  baseTextSeconds,
} from "../../../../domain/numbers/integers/mod.ts";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { RecordingContext } from "../recording_context.ts";
import { integers } from "./arbitrary_integers.ts";

const bases = fc.integer({ min: 2, max: 36 });

Deno.test("baseText() equals the conversion of BigInt", () => {
  fc.assert(
    fc.property(integers(300), bases, (n, base) => {
      assert.equal(baseText(n, base), n.toString(base));
    }),
  );
  for (const n of [10n ** 30_000n, -(7n ** 60_000n), 10n ** 12_345n - 1n, 1n << 150_000n]) {
    for (const base of [2, 3, 7, 10, 16, 36]) assert.equal(baseText(n, base), n.toString(base));
  }
  assert.equal(baseText(0n, 7), "0");
  assert.equal(baseText(-255n, 16), "-ff");
});

Deno.test("baseText() rejects other bases", () => {
  for (const base of [1, 37, 2.5]) assert.throws(() => baseText(5n, base), RangeError);
});

Deno.test("baseText() stops when a checkpoint throws", () => {
  const n = 3n ** 100_000n;
  const whole = new RecordingContext();
  baseText(n, 10, whole);
  for (const last of [1, whole.checkpoints]) {
    assert.throws(() => baseText(n, 10, new RecordingContext(last)), Cancelled);
  }
});

Deno.test("baseTextDigits() is the length or one more", () => {
  fc.assert(
    fc.property(integers(300), bases, (n, base) => {
      const excess = baseTextDigits(n, base) - baseText(n, base).replace("-", "").length;
      assert.ok(excess === 0 || excess === 1);
    }),
  );
});

Deno.test("baseTextSeconds() grows, and powers of two are faster", () => {
  for (const base of [2, 10]) {
    const seconds = [1, 1_000, 100_000].map((digits) => baseTextSeconds(digits, base));
    assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
  }
  assert.ok(baseTextSeconds(100_000, 16) < baseTextSeconds(100_000, 10));
});
