import assert from "node:assert/strict";
import { Cancelled, factorial, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { permutations, permutationsSeconds } from "../../../domain/numbers/permutations.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

Deno.test("permutations() counts the orders of 52 cards", () => {
  assert.equal(permutations(52n, 5n, NEVER_CANCELLED), "311875200");
  assert.equal(permutations(5n, 0n, NEVER_CANCELLED), "1");
  assert.equal(permutations(5n, 6n, NEVER_CANCELLED), "0");
});

Deno.test("permutations() times (n − k)! is n!", () => {
  for (const [n, k] of [[300, 100], [2_000, 1_999], [5_000, 2_000], [5_000, 1_200]] as const) {
    const rest = valueOf(factorial(n - k, NEVER_CANCELLED));
    const product = valueOf(permutations(BigInt(n), BigInt(k), NEVER_CANCELLED)) * rest;
    assert.equal(product, valueOf(factorial(n, NEVER_CANCELLED)));
  }
});

Deno.test("permutations() accepts an n that is not a safe integer", () => {
  const n = 10n ** 30n;
  let expected = 1n;
  for (let i = 0n; i < 500n; i++) expected *= n - i;
  assert.equal(valueOf(permutations(n, 500n, NEVER_CANCELLED)), expected);
});

Deno.test("permutations() of all n items is n!", () => {
  const text = textOf(permutations(50_000n, 50_000n, NEVER_CANCELLED));
  assert.equal(text, textOf(factorial(50_000, NEVER_CANCELLED)));
});

Deno.test("permutations() reports progress, and stops when any checkpoint throws", () => {
  for (const [n, k] of [[50_000n, 40_000n], [10n ** 12n, 10_000n]] as const) {
    const whole = new RecordingContext();
    permutations(n, k, whole);
    whole.assertProgress();
    for (const last of [1, 5, whole.checkpoints]) {
      assert.throws(() => permutations(n, k, new RecordingContext(last)), Cancelled);
    }
  }
});

Deno.test("permutations() accepts integers beyond the range of doubles", () => {
  const n = 10n ** 400n + 7n;
  for (const k of [0n, 1n, 2n, 9n]) {
    let expected = 1n;
    for (let i = 0n; i < k; i++) expected *= n - i;
    assert.equal(valueOf(permutations(n, k, NEVER_CANCELLED)), expected);
    const seconds = permutationsSeconds(n, k);
    assert.ok(seconds > 1e-6 && seconds < 1e-2, `${seconds}`);
  }
});

Deno.test("permutationsSeconds() is small for small results, and grows", () => {
  const seconds = [[2n, 3n], [52n, 5n], [10_000n, 5_000n], [10n ** 6n, 500_000n], [
    10n ** 20n,
    10n ** 6n,
  ]]
    .map(([n, k]) => permutationsSeconds(n!, k!));
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
});
