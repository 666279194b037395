import assert from "node:assert/strict";
import fc from "fast-check";
import { gcd } from "../../../../domain/numbers/integers/gcd.ts";
import { modInverse, NotInvertible } from "../../../../domain/numbers/integers/mod_inverse.ts";
import { lcm } from "../../../../domain/numbers/integers/lcm.ts";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { RecordingContext } from "../recording_context.ts";
import { integers, positiveIntegers } from "./arbitrary_integers.ts";

Deno.test("modInverse() of the exponent 65537", () => {
  const m = lcm(10n ** 9n + 6n, 10n ** 9n + 8n);
  assert.equal(modInverse(65_537n, m), 148946398777194569n);
  assert.equal(modInverse(5n, 1n), 0n);
  assert.equal(modInverse(0n, 1n), 0n);
  assert.equal(modInverse(-3n, 7n), 2n);
});

Deno.test("modInverse() of a number that is far shorter than the modulus", () => {
  const [a, m] = [3n ** 4_000n, 2n ** 1_500_000n];
  assert.equal(a * modInverse(a, m) % m, 1n);
});

Deno.test("modInverse() can be cancelled", () => {
  const context = new RecordingContext(1);
  assert.throws(() => modInverse(3n ** 2_000n, 10n ** 1_000n, context), Cancelled);
});

Deno.test("modInverse() times the number is 1, or the error has the common divisor", () => {
  fc.assert(fc.property(integers(3_000), positiveIntegers(3_000), (a, m) => {
    const divisor = gcd(a, m);
    if (divisor === 1n) {
      const inverse = modInverse(a, m);
      assert.ok(inverse >= 0n && inverse < m);
      assert.equal((a * inverse - 1n) % m, 0n);
    } else {
      assert.throws(
        () => modInverse(a, m),
        (error) => error instanceof NotInvertible && error.divisor === divisor,
      );
    }
  }));
});
