import assert from "node:assert/strict";
import type { RateLimit, RateLimiter } from "../../domain/ports.ts";
import { until } from "../../testing/until.ts";

export interface OpenRateLimiter extends AsyncDisposable {
  readonly limiter: RateLimiter;
}

const LONG: RateLimit = { events: 3, windowMs: 60_000 };
const SHORT: RateLimit = { events: 3, windowMs: 500 };

/** Tests the guarantees of a `RateLimiter`; `open` returns one that has counted nothing. */
export function testRateLimiter(
  { name, ignore }: { readonly name: string; readonly ignore: boolean },
  open: () => Promise<OpenRateLimiter>,
): void {
  function test(guarantee: string, check: (limiter: RateLimiter) => Promise<void>): void {
    Deno.test({
      name: `rate limiter on ${name}: ${guarantee}`,
      ignore,
      fn: async () => {
        await using opened = await open();
        await check(opened.limiter);
      },
    });
  }

  test("take() allows the limit of events, then returns the seconds to wait", async (limiter) => {
    for (let i = 0; i < 3; i++) assert.equal(await limiter.take("a", LONG), undefined);
    for (let i = 0; i < 3; i++) {
      const seconds = await limiter.take("a", LONG);
      assert.ok(Number.isInteger(seconds) && seconds! >= 1 && seconds! <= 60, `${seconds}`);
    }
  });

  test("take() allows the limit of concurrent events and no more", async (limiter) => {
    const waits = await Promise.all(Array.from({ length: 40 }, () => limiter.take("a", LONG)));
    assert.equal(waits.filter((seconds) => seconds === undefined).length, 3);
  });

  test("every key has its own count", async (limiter) => {
    const keys = ["a", "A", "a:", "", "ä\n\0", "x".repeat(1_000), "x".repeat(1_001)];
    for (const key of keys) {
      for (let i = 0; i < 3; i++) assert.equal(await limiter.take(key, LONG), undefined, key);
    }
    for (const key of keys) assert.ok(await limiter.take(key, LONG));
  });

  test("a refunded event is not counted, and the count never falls below zero", async (limiter) => {
    await limiter.refund("a");
    for (let i = 0; i < 5; i++) {
      assert.equal(await limiter.take("a", LONG), undefined);
      await limiter.refund("a");
      await limiter.refund("a");
    }
    for (let i = 0; i < 3; i++) assert.equal(await limiter.take("a", LONG), undefined);
    assert.ok(await limiter.take("a", LONG));
    await limiter.refund("a");
    assert.equal(await limiter.take("a", LONG), undefined);
    assert.ok(await limiter.take("a", LONG));
  });

  test("a window ends on time, even if events are rejected during it", async (limiter) => {
    for (let i = 0; i < 3; i++) assert.equal(await limiter.take("a", SHORT), undefined);
    assert.equal(await limiter.take("a", SHORT), 1);
    await until("the window ends", async () => await limiter.take("a", SHORT) === undefined);
    const waits = [await limiter.take("a", LONG), await limiter.take("b", LONG)];
    assert.deepEqual(waits, [undefined, undefined]);
  });
}
