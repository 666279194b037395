import assert from "node:assert/strict";
import fc from "fast-check";
import { createMemoryRateLimiter } from "../../../infra/security/memory_rate_limiter.ts";

const PER_MINUTE = { events: 3, windowMs: 60_000 };

function createFixture() {
  let now = 1_000_000;
  return {
    limiter: createMemoryRateLimiter(() => now),
    advance: (ms: number) => {
      now += ms;
    },
  };
}

Deno.test("take() returns the seconds to wait once the limit of a window is reached", async () => {
  const { limiter, advance } = createFixture();
  for (let i = 0; i < 3; i++) assert.equal(await limiter.take("a", PER_MINUTE), undefined);
  assert.equal(await limiter.take("a", PER_MINUTE), 60);
  advance(58_999);
  assert.equal(await limiter.take("a", PER_MINUTE), 2);
  advance(1_000);
  assert.equal(await limiter.take("a", PER_MINUTE), 1);
  advance(1);
  assert.equal(await limiter.take("a", PER_MINUTE), undefined);
});

Deno.test("keys are counted separately", async () => {
  const { limiter } = createFixture();
  for (const key of ["a", "a", "a", "b", "b", "b"]) {
    assert.equal(await limiter.take(key, PER_MINUTE), undefined);
  }
  assert.ok(await limiter.take("a", PER_MINUTE));
});

Deno.test("refund() uncounts an event, and never goes below zero", async () => {
  const { limiter } = createFixture();
  await limiter.refund("a");
  for (let i = 0; i < 10; i++) {
    assert.equal(await limiter.take("a", PER_MINUTE), undefined);
    await limiter.refund("a");
    await limiter.refund("a");
  }
  for (let i = 0; i < 3; i++) assert.equal(await limiter.take("a", PER_MINUTE), undefined);
  assert.ok(await limiter.take("a", PER_MINUTE));
});

Deno.test("no window admits more events than the limit", async () => {
  const step = fc.record({ ms: fc.nat(30_000), key: fc.constantFrom("a", "b") });
  const check = fc.asyncProperty(fc.array(step, { maxLength: 100 }), async (steps) => {
    const { limiter, advance } = createFixture();
    const windows = new Map<string, { endsAt: number; passed: number }>();
    let now = 0;
    for (const { ms, key } of steps) {
      advance(ms);
      now += ms;
      const waitSeconds = await limiter.take(key, PER_MINUTE);
      let window = windows.get(key);
      if (!window || window.endsAt <= now) {
        window = { endsAt: now + PER_MINUTE.windowMs, passed: 0 };
        windows.set(key, window);
      }
      if (window.passed < PER_MINUTE.events) {
        assert.equal(waitSeconds, undefined);
        window.passed++;
      } else {
        assert.equal(waitSeconds, Math.ceil((window.endsAt - now) / 1_000));
        assert.ok(waitSeconds! >= 1);
      }
    }
  });
  await fc.assert(check);
});

Deno.test("the oldest of more than 100,000 keys is dropped", async () => {
  const { limiter } = createFixture();
  const once = { events: 1, windowMs: 60_000 };
  for (let i = 0; i < 100_000; i++) await limiter.take(`key ${i}`, once);
  assert.equal(await limiter.take("key 0", once), 60);
  await limiter.take("one more", once);
  assert.equal(await limiter.take("key 1", once), 60);
  assert.equal(await limiter.take("key 0", once), undefined);
});
