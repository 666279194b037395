import assert from "node:assert/strict";
import { primesUpTo } from "../../../../domain/numbers/large/primes.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../../domain/numbers/mod.ts";
import { RecordingContext } from "../recording_context.ts";

Deno.test("primesUpTo() returns exactly the primes", () => {
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

Deno.test("primesUpTo() can be cancelled", () => {
  assert.throws(() => primesUpTo(1_000_000, new Meter(new RecordingContext(7))), Cancelled);
});
