import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled, fibonacci, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { runs } from "../../../testing/runs.ts";
import { RecordingContext } from "./recording_context.ts";

const index = fc.integer({ min: 1, max: 40_000 });

Deno.test("fibonacci() equals the plain recurrence up to 5000", () => {
  let [current, next] = [0n, 1n];
  for (let n = 0; n <= 5_000; n++) {
    assert.equal(textOf(fibonacci(n, NEVER_CANCELLED)), String(current), `F(${n})`);
    [current, next] = [next, current + next];
  }
});

Deno.test("fibonacci() satisfies F(n + 1) · F(n − 1) − F(n)² = (−1)ⁿ", () => {
  fc.assert(
    fc.property(index, (n) => {
      const [before, here, after] = [n - 1, n, n + 1].map(number);
      assert.equal(after! * before! - here! ** 2n, n % 2 === 0 ? 1n : -1n);
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("fibonacci() satisfies F(m + n) = F(m) · F(n + 1) + F(m − 1) · F(n)", () => {
  fc.assert(
    fc.property(index, index, (m, n) => {
      const [sum, a, b, c, d] = [m + n, m, n + 1, m - 1, n].map(number);
      assert.equal(sum, a! * b! + c! * d!);
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("fibonacci() satisfies F(−n) = (−1)ⁿ⁺¹ · F(n) and its recurrence below 0", () => {
  assert.equal(textOf(fibonacci(-0, NEVER_CANCELLED)), "0");
  for (const n of [-1, -2, -78, -79, -4_787, -12_344, -12_345]) {
    assert.equal(number(n), number(n + 2) - number(n + 1), String(n));
    assert.equal(number(n), (n % 2 === 0 ? -1n : 1n) * number(-n), String(n));
  }
});

Deno.test("fibonacci() is cancelled at any checkpoint", () => {
  const whole = new RecordingContext();
  fibonacci(123_456, whole);
  for (const last of [1, 5, whole.checkpoints]) {
    const context = new RecordingContext(last);
    assert.throws(() => fibonacci(123_456, context), Cancelled);
    assert.equal(context.checkpoints, last);
  }
});

Deno.test("fibonacci() reports progress from start to end", () => {
  for (const n of [1_000_000, 1_000_001]) {
    const context = new RecordingContext();
    fibonacci(n, context);
    context.assertProgress();
  }
});

function number(n: number): bigint {
  return valueOf(fibonacci(n, NEVER_CANCELLED));
}
