import assert from "node:assert/strict";
import fc from "fast-check";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { extendedGcd } from "../../../../domain/numbers/integers/extended_gcd.ts";
import { gcd, gcdOf } from "../../../../domain/numbers/integers/gcd.ts";
import { gcdSeconds } from "../../../../domain/numbers/integers/gcd_seconds.ts";
import { lcm, lcmOf } from "../../../../domain/numbers/integers/lcm.ts";
import { RecordingContext } from "../recording_context.ts";
import { runs } from "../../../../testing/runs.ts";
import { integers, positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("gcd() of zeros and signs", () => {
  assert.equal(gcd(0n, 0n), 0n);
  assert.equal(gcd(0n, -5n), 5n);
  assert.equal(gcd(-12n, 18n), 6n);
  assert.equal(gcdOf([]), 0n);
  assert.equal(gcdOf([12n, -18n, 27n]), 3n);
});

Deno.test("lcm() of zeros, signs and lists", () => {
  assert.equal(lcm(0n, 7n), 0n);
  assert.equal(lcm(7n, 0n), 0n);
  assert.equal(lcm(-4n, 6n), 12n);
  assert.equal(lcmOf([]), 1n);
  const upTo100 = Array.from({ length: 100 }, (_, i) => BigInt(i + 1));
  assert.equal(lcmOf(upTo100), 69720375229712477164533808935312303556800n);
});

Deno.test("gcd() equals Euclid's algorithm", () => {
  fc.assert(
    fc.property(integers(9_000), integers(9_000), positiveIntegers(3_000), (a, b, g) => {
      assert.equal(gcd(a * g, b * g), euclid(a * g, b * g));
    }),
    { numRuns: runs(100) },
  );
});

Deno.test("gcd() of numbers with equal leading digits, or of very different lengths", () => {
  const x = 3n ** 4_000n;
  for (const y of [x + 1n, x - 1n, 2n * x, x * 10n ** 3_000n + 1n, 2n ** 6_000n, x ** 2n]) {
    assert.equal(gcd(x, y), euclid(x, y));
    assert.equal(gcd(y, x), euclid(x, y));
  }
});

Deno.test("extendedGcd() expresses the gcd as a combination of both numbers", () => {
  fc.assert(
    fc.property(integers(5_000), integers(5_000), (a, b) => {
      const { gcd: divisor, x, y } = extendedGcd(a, b);
      assert.equal(a * x + b * y, divisor);
      assert.equal(divisor, gcd(a, b));
    }),
    { numRuns: runs(100) },
  );
  for (const [a, b] of [[0n, 0n], [0n, 5n], [-5n, 0n], [4n, -6n]] as const) {
    const { gcd: divisor, x, y } = extendedGcd(a, b);
    assert.equal(a * x + b * y, divisor);
  }
});

Deno.test("gcd() and extendedGcd() stop when any checkpoint throws", () => {
  const [a, b] = [7n ** 4_000n, 11n ** 3_500n];
  for (const run of [gcd, extendedGcd]) {
    const whole = new RecordingContext();
    run(a, b, whole);
    for (const last of [1, 20, whole.checkpoints]) {
      assert.throws(() => run(a, b, new RecordingContext(last)), Cancelled);
    }
  }
});

Deno.test("gcdSeconds() grows with the square of the length", () => {
  assert.ok(gcdSeconds(100) < 1e-4);
  const ratio = gcdSeconds(20_000_000) / gcdSeconds(10_000_000);
  assert.ok(ratio > 3.9 && ratio < 4);
});

function euclid(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}
