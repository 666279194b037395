import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled, factorial, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { runs } from "../../../testing/runs.ts";
import { RecordingContext } from "./recording_context.ts";

Deno.test("factorial() is 1 for 0 and 1", () => {
  assert.equal(factorial(0, NEVER_CANCELLED), "1");
  assert.equal(factorial(1, NEVER_CANCELLED), "1");
});

Deno.test("factorial() equals the plain product up to 1500", () => {
  let product = 1n;
  for (let n = 1; n <= 1_500; n++) {
    product *= BigInt(n);
    assert.equal(textOf(factorial(n, NEVER_CANCELLED)), String(product), `${n}!`);
  }
});

Deno.test("factorial() satisfies (n + 1)! = (n + 1) · n!", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000 }), (n) => {
      const [here, next] = [n, n + 1].map((m) => valueOf(factorial(m, NEVER_CANCELLED)));
      assert.equal(next, BigInt(n + 1) * here!);
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("factorial() of a large n has the remainder computed by modular arithmetic", () => {
  const [n, prime] = [300_000, 1_000_003];
  let remainder = 1;
  for (let factor = 2; factor <= n; factor++) remainder = remainder * factor % prime;
  assert.equal(remainderBy(prime, factorial(n, NEVER_CANCELLED)), remainder);
});

Deno.test("factorial() is cancelled at any checkpoint", () => {
  const whole = new RecordingContext();
  factorial(20_000, whole);
  for (const last of [1, 2, 17, whole.checkpoints]) {
    const context = new RecordingContext(last);
    assert.throws(() => factorial(20_000, context), Cancelled);
    assert.equal(context.checkpoints, last);
  }
});

Deno.test("factorial() reports progress from start to end", () => {
  const context = new RecordingContext();
  factorial(100_000, context);
  context.assertProgress();
});

function remainderBy(prime: number, result: ReturnType<typeof factorial>): number {
  let remainder = 0;
  for (const digit of textOf(result)) remainder = (remainder * 10 + Number(digit)) % prime;
  return remainder;
}
