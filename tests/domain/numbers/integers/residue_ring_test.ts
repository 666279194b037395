import assert from "node:assert/strict";
import fc from "fast-check";
import { modPower } from "../../../../domain/numbers/integers/mod_power.ts";
import { residueRing } from "../../../../domain/numbers/integers/residue_ring.ts";
import { positiveIntegers } from "./arbitrary_integers.ts";

const modulus = positiveIntegers(5_000).map((n) => 2n * n + 1n);

Deno.test("residueRing() multiplies numbers of up to 4n modulo n", () => {
  fc.assert(fc.property(modulus, positiveIntegers(5_000), positiveIntegers(5_000), (n, a, b) => {
    const ring = residueRing(n);
    const [x, y] = [ring.enter(a), ring.enter(b)];
    assert.equal(ring.leave(x), a % n);
    assert.equal(ring.leave(ring.product(x, y)), a * b % n);
    assert.equal(ring.leave(ring.product(4n * x, -4n * y)), ((-16n * a * b) % n + n) % n);
  }));
});

Deno.test("residueRing() stays in range over many products", () => {
  for (const bits of [2_100n, 2_113n, 3_322n, 4_480n]) {
    const n = 2n ** bits - 1n;
    const ring = residueRing(n);
    let [x, expected] = [ring.enter(3n), 3n];
    for (let i = 0; i < 50; i++) {
      x = ring.product(x, x) - ring.enter(2n);
      x += x;
      expected = 2n * (expected * expected - 2n) % n;
      assert.ok(x < 4n * n && x > -4n * n);
    }
    assert.equal(ring.leave(x), expected);
  }
});

Deno.test("modPower() equals the remainder of the power for small inputs", () => {
  const small = fc.bigInt({ min: 0n, max: 300n });
  fc.assert(fc.property(fc.bigInt(-1_000n, 1_000n), small, small, (base, exponent, n) => {
    const power = base ** exponent % (n + 1n);
    assert.equal(modPower(base, exponent, n + 1n), power < 0n ? power + n + 1n : power);
  }));
});
