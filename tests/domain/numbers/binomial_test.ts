import assert from "node:assert/strict";
import fc from "fast-check";
import { binomial, binomialSeconds } from "../../../domain/numbers/binomial.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { summary } from "./combinatorics_values.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

Deno.test("binomial() yields Pascal's triangle", () => {
  let row = [1n];
  for (let n = 0n; n < 60n; n++) {
    for (let k = -2n; k < n + 3n; k++) {
      assert.equal(value(n, k), row[Number(k)] ?? 0n, `${n}, ${k}`);
    }
    row = [1n, ...row.map((entry, i) => entry + (row[i + 1] ?? 0n))];
  }
});

Deno.test("binomial() of a negative n satisfies Pascal's rule", () => {
  for (let n = -20n; n < 5n; n++) {
    for (let k = -2n; k < 12n; k++) {
      assert.equal(value(n, k) + value(n, k + 1n), value(n + 1n, k + 1n));
    }
  }
});

Deno.test("binomial() satisfies k · C(n, k) = n · C(n − 1, k − 1) by each of its methods", () => {
  const cases = [
    [20_000n, 9_000n],
    [1_200_000n, 2_500n],
    [10n ** 13n, 700n],
    [10n ** 40n, 300n],
    [-10_000n, 12_001n],
  ] as const;
  for (const [n, k] of cases) {
    assert.equal(k * value(n, k), n * value(n - 1n, k - 1n), `${n}, ${k}`);
  }
});

Deno.test("binomial() equals the quotient of falling factorials", () => {
  const n = fc.bigInt({ min: 1_000n, max: 10n ** 7n });
  fc.assert(
    fc.property(n, fc.bigInt({ min: 0n, max: 1_000n }), (n, k) => {
      let expected = 1n;
      for (let i = 0n; i < k; i++) expected = expected * (n - i) / (i + 1n);
      assert.equal(value(n, k), expected);
    }),
    { numRuns: 30 },
  );
});

Deno.test("binomial() of 10^6 and 5 · 10^5", () => {
  assert.deepEqual(summary(textOf(binomial(10n ** 6n, 500_000n, NEVER_CANCELLED))), [
    301_027,
    "78995787722769708417",
    "54185815609409350784",
  ]);
});

Deno.test("binomial() reports progress, and stops when any checkpoint throws", () => {
  for (const [n, k] of [[200_000n, 90_000n], [10n ** 12n, 20_000n]] as const) {
    const whole = new RecordingContext();
    binomial(n, k, whole);
    whole.assertProgress();
    for (const last of [1, 5, whole.checkpoints]) {
      assert.throws(() => binomial(n, k, new RecordingContext(last)), Cancelled);
    }
  }
});

Deno.test("binomial() accepts integers beyond the range of doubles", () => {
  const n = 10n ** 400n + 7n;
  assert.equal(value(n, 0n), 1n);
  assert.equal(value(n, n - 1n), n);
  assert.equal(value(n, 2n), n * (n - 1n) / 2n);
  assert.equal(value(n, 9n) * 9n, value(n, 8n) * (n - 8n));
  assert.equal(value(10n ** 3_000n, 1n), 10n ** 3_000n);
  for (const [top, k] of [[n, 0n], [n, 2n], [n, n - 9n], [10n ** 3_000n, 1n], [-n, 3n]] as const) {
    const seconds = binomialSeconds(top, k);
    assert.ok(seconds > 1e-6 && seconds < 1e-2, `${seconds}`);
  }
  assert.equal(binomialSeconds(n, n / 2n), Infinity);
});

Deno.test("binomialSeconds() is small for small results, and grows", () => {
  const seconds = [[-5n, -1n], [52n, 5n], [10_000n, 5_000n], [10n ** 6n, 500_000n], [
    10n ** 20n,
    10n ** 6n,
  ]]
    .map(([n, k]) => binomialSeconds(n!, k!));
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
});

function value(n: bigint, k: bigint): bigint {
  return valueOf(binomial(n, k, NEVER_CANCELLED));
}
