import assert from "node:assert/strict";
import { NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { rho } from "../../../../domain/numbers/integers/rho.ts";
import { smallPrimes } from "../../../../domain/numbers/integers/small_primes.ts";

Deno.test("rho() finds a proper divisor of every odd composite with two different primes", () => {
  const primes = [...smallPrimes(200)].slice(1).map(BigInt);
  for (const p of primes) {
    for (const q of primes) {
      if (p === q) continue;
      const divisor = rho(p * q, Infinity, NEVER_CANCELLED);
      assert.ok(divisor === p || divisor === q, `${p} · ${q}`);
    }
  }
});

Deno.test("rho() gives up after the maximum number of steps", () => {
  assert.equal(rho((2n ** 89n - 1n) * (2n ** 107n - 1n), 5_000, NEVER_CANCELLED), undefined);
});
