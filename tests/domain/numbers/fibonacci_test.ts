import assert from "node:assert/strict";
import fc from "fast-check";
import { fibonacci, Stopped, UNSTOPPABLE } from "../../../domain/numbers/mod.ts";
import { StoppingWork } from "./stopping_work.ts";

const index = fc.integer({ min: 1, max: 20_000 });

Deno.test("fibonacci() equals the plain recurrence up to 1000", () => {
  let [current, next] = [0n, 1n];
  for (let n = 0; n <= 1_000; n++) {
    assert.equal(fibonacci(n, UNSTOPPABLE), current, `F(${n})`);
    [current, next] = [next, current + next];
  }
});

Deno.test("fibonacci() satisfies F(n + 1) · F(n − 1) − F(n)² = (−1)ⁿ", () => {
  fc.assert(fc.property(index, (n) => {
    const [before, here, after] = [n - 1, n, n + 1].map((i) => fibonacci(i, UNSTOPPABLE));
    assert.equal(after! * before! - here! ** 2n, n % 2 === 0 ? 1n : -1n);
  }));
});

Deno.test("fibonacci() satisfies F(m + n) = F(m) · F(n + 1) + F(m − 1) · F(n)", () => {
  fc.assert(fc.property(index, index, (m, n) => {
    const [sum, a, b, c, d] = [m + n, m, n + 1, m - 1, n].map((i) => fibonacci(i, UNSTOPPABLE));
    assert.equal(sum, a! * b! + c! * d!);
  }));
});

Deno.test("fibonacci() passes a checkpoint before each doubling", () => {
  const work = new StoppingWork();
  fibonacci(77 * 2 ** 9, work);
  assert.equal(work.checkpoints, 9);
});

Deno.test("fibonacci() ends at whichever checkpoint throws", () => {
  for (const last of [1, 5, 9]) {
    const work = new StoppingWork(last);
    assert.throws(() => fibonacci(77 * 2 ** 9, work), Stopped);
    assert.equal(work.checkpoints, last);
  }
});
