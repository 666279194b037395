import assert from "node:assert/strict";
import fc from "fast-check";
import { factor, kronecker, kroneckerSeconds } from "../../../../domain/numbers/integers/mod.ts";
import { modPower } from "../../../../domain/numbers/integers/mod_power.ts";
import { Cancelled } from "../../../../domain/numbers/mod.ts";
import { RecordingContext } from "../recording_context.ts";
import { integers } from "./arbitrary_integers.ts";

Deno.test("kronecker() follows the definition by prime factors", () => {
  for (let n = -60n; n <= 60n; n++) {
    for (let a = -60n; a <= 60n; a++) assert.equal(kronecker(a, n), byFactors(a, n), `${a}, ${n}`);
  }
});

Deno.test("kronecker() is multiplicative in both arguments, for n ≠ 0", () => {
  fc.assert(
    fc.property(integers(200), integers(200), integers(200), (a, b, n) => {
      if (n === 0n) return;
      assert.equal(kronecker(a * b, n), kronecker(a, n) * kronecker(b, n) + 0);
      if (a !== 0n) assert.equal(kronecker(b, a * n), kronecker(b, a) * kronecker(b, n) + 0);
    }),
  );
});

Deno.test("kronecker() stops when a checkpoint throws", () => {
  const [a, n] = [3n ** 800n, 7n ** 700n];
  const whole = new RecordingContext();
  kronecker(a, n, whole);
  for (const last of [1, whole.checkpoints]) {
    assert.throws(() => kronecker(a, n, new RecordingContext(last)), Cancelled);
  }
});

Deno.test("kroneckerSeconds() grows", () => {
  const seconds = [0, 64, 1_000, 100_000].map(kroneckerSeconds);
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
});

/** By Euler's criterion for odd primes. */
function byFactors(a: bigint, n: bigint): number {
  if (n === 0n) return a === 1n || a === -1n ? 1 : 0;
  let symbol = n < 0n && a < 0n ? -1 : 1;
  for (const { prime, exponent } of factor(n < 0n ? -n : n).factors) {
    symbol *= ofPrime(a, prime) ** exponent;
  }
  return symbol + 0;
}

function ofPrime(a: bigint, p: bigint): number {
  if (p === 2n) return a % 2n === 0n ? 0 : [1n, 7n].includes((a % 8n + 8n) % 8n) ? 1 : -1;
  const power = modPower(a, (p - 1n) / 2n, p);
  return power === p - 1n ? -1 : Number(power);
}
