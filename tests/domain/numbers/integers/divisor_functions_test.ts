import assert from "node:assert/strict";
import fc from "fast-check";
import {
  divisorCount,
  divisors,
  factor,
  gcd,
  sigma,
  sigmaDigits,
  sigmaSeconds,
  totient,
} from "../../../../domain/numbers/integers/mod.ts";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { RecordingContext } from "../recording_context.ts";

const FACTORIAL_20 = 2_432_902_008_176_640_000n;
const positive = fc.bigInt({ min: 1n, max: 10n ** 7n });

function factorsOf(n: bigint) {
  return factor(n).factors;
}

Deno.test("divisors() lists every divisor in ascending order", () => {
  for (let n = 1n; n <= 400n; n++) {
    const expected = [];
    for (let d = 1n; d <= n; d++) if (n % d === 0n) expected.push(d);
    assert.deepEqual(divisors(factorsOf(n)), expected);
  }
});

Deno.test("divisors() rejects lists that are too long and names the count", () => {
  const factors = factorsOf(FACTORIAL_20);
  assert.equal(divisorCount(factors), 41_040n);
  assert.throws(() => divisors(factors), {
    name: "RangeError",
    message: "There are 41040 divisors, at most 10000 are listed",
  });
  assert.equal(divisors(factorsOf(10n ** 99n)).length, 10_000);
});

Deno.test("the totients of the divisors of n add up to n", () => {
  fc.assert(
    fc.property(positive, (n) => {
      const totients = divisors(factorsOf(n)).map((d) => totient(factorsOf(d)));
      assert.equal(totients.reduce((sum, value) => sum + value), n);
    }),
    { numRuns: 30 },
  );
});

Deno.test("totient() counts the integers coprime to n", () => {
  for (let n = 1n; n <= 200n; n++) {
    let count = 0n;
    for (let i = 1n; i <= n; i++) if (gcd(i, n) === 1n) count++;
    assert.equal(totient(factorsOf(n)), count);
  }
  assert.equal(totient(factorsOf(2n ** 64n + 1n)), 18_446_676_793_287_966_720n);
});

Deno.test("sigma() is the sum of the powers of the divisors", () => {
  fc.assert(
    fc.property(positive, fc.integer({ min: 0, max: 30 }), (n, k) => {
      const expected = divisors(factorsOf(n)).reduce((sum, d) => sum + d ** BigInt(k), 0n);
      assert.equal(sigma(factorsOf(n), k), expected);
      assert.ok(sigmaDigits(n, k) >= String(expected).length);
      assert.ok(sigmaDigits(n, k) <= (k + 1) * String(n).length + 1);
    }),
  );
  assert.equal(sigma(factorsOf(FACTORIAL_20), 1), 13_891_399_238_731_734_720n);
  assert.deepEqual([0, 1, 2].map((k) => sigmaDigits(12n, k)), [1, 2, 3]);
});

Deno.test("sigma() is multiplicative for coprime integers", () => {
  fc.assert(
    fc.property(positive, positive, fc.integer({ min: 0, max: 5 }), (m, n, k) => {
      fc.pre(gcd(m, n) === 1n);
      const product = sigma(factorsOf(m), k) * sigma(factorsOf(n), k);
      assert.equal(sigma(factorsOf(m * n), k), product);
    }),
  );
});

Deno.test("sigma() stops when a checkpoint throws, and its predicted time grows", () => {
  const factors = factorsOf(FACTORIAL_20);
  const whole = new RecordingContext();
  sigma(factors, 3, whole);
  for (const last of [1, whole.checkpoints]) {
    assert.throws(() => sigma(factors, 3, new RecordingContext(last)), Cancelled);
  }
  const seconds = [0, 1, 10, 1_000, 100_000].map((k) => sigmaSeconds(60, k));
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
});
