import assert from "node:assert/strict";
import fc from "fast-check";
import { factorial, Stopped, UNSTOPPABLE } from "../../../domain/numbers/mod.ts";
import { StoppingWork } from "./stopping_work.ts";

Deno.test("factorial() is 1 for 0 and 1", () => {
  assert.equal(factorial(0, UNSTOPPABLE), 1n);
  assert.equal(factorial(1, UNSTOPPABLE), 1n);
});

Deno.test("factorial() equals the plain product up to 400", () => {
  let product = 1n;
  for (let n = 1; n <= 400; n++) {
    product *= BigInt(n);
    assert.equal(factorial(n, UNSTOPPABLE), product, `${n}!`);
  }
});

Deno.test("factorial() satisfies (n + 1)! = (n + 1) · n!", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 5_000 }), (n) => {
    assert.equal(factorial(n + 1, UNSTOPPABLE), BigInt(n + 1) * factorial(n, UNSTOPPABLE));
  }));
});

Deno.test("factorial() of a large n leaves the remainder that modular arithmetic finds", () => {
  const [n, prime] = [300_000, 1_000_003];
  let remainder = 1;
  for (let factor = 2; factor <= n; factor++) remainder = remainder * factor % prime;
  assert.equal(factorial(n, UNSTOPPABLE) % BigInt(prime), BigInt(remainder));
});

Deno.test("factorial() passes a checkpoint between its multiplications", () => {
  const work = new StoppingWork();
  factorial(1_000, work);
  assert.ok(work.checkpoints >= 1_000 / 32, `${work.checkpoints} checkpoints`);
});

Deno.test("factorial() ends at whichever checkpoint throws", () => {
  for (const last of [1, 2, 17, 31]) {
    const work = new StoppingWork(last);
    assert.throws(() => factorial(1_000, work), Stopped);
    assert.equal(work.checkpoints, last);
  }
});
