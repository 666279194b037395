import assert from "node:assert/strict";
import { primesUpTo } from "../../../../domain/numbers/large/primes.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { StoppingWork } from "../stopping_work.ts";

Deno.test("primesUpTo() has every prime and nothing else", () => {
  const isPrime = (n: number) => {
    for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
    return true;
  };
  const expected: number[] = [];
  for (let n = 2; n <= 1_000; n++) {
    if (isPrime(n)) expected.push(n);
    assert.deepEqual([...primesUpTo(n, new Meter(NEVER_CANCELLED))], expected, `up to ${n}`);
  }
});

Deno.test("primesUpTo() finds 78498 primes below a million", () => {
  const primes = primesUpTo(1_000_000, new Meter(NEVER_CANCELLED));
  assert.equal(primes.length, 78_498);
  assert.equal(primes.at(-1), 999_983);
});

Deno.test("primesUpTo() can be stopped", () => {
  assert.throws(() => primesUpTo(1_000_000, new Meter(new StoppingWork(7))), Cancelled);
});
