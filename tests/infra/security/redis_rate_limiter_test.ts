import assert from "node:assert/strict";
import { createMemoryRateLimiter } from "../../../infra/security/memory_rate_limiter.ts";
import { createRedisRateLimiter } from "../../../infra/security/redis_rate_limiter.ts";
import { IGNORE_REDIS } from "../../../testing/redis.ts";
import { type StartedRedis, startRedis } from "../../../testing/redis_fixture.ts";

const LIMIT = { events: 10, windowMs: 60_000 };
const KEY = "mathcalculator:v1:limit:sign-in:10.0.0.1";

function createLimiters({ redis, twin }: StartedRedis) {
  return [redis, twin].map((redis) =>
    createRedisRateLimiter({ redis, fallback: createMemoryRateLimiter(Date.now) })
  ) as [ReturnType<typeof createRedisRateLimiter>, ReturnType<typeof createRedisRateLimiter>];
}

function test(name: string, check: (started: StartedRedis) => Promise<void>): void {
  Deno.test({
    name: `rate limiter on Redis: ${name}`,
    ignore: IGNORE_REDIS,
    fn: async () => {
      await using started = await startRedis();
      await check(started);
    },
  });
}

test("replicas share one count under concurrency", async (started) => {
  const limiters = createLimiters(started);
  const takes = Array.from({ length: 60 }, (_, i) => limiters[i % 2]!.take("a", LIMIT));
  const passed = (await Promise.all(takes)).filter((seconds) => seconds === undefined);
  assert.equal(passed.length, LIMIT.events);
  await limiters[0].refund("a");
  assert.equal(await limiters[1].take("a", LIMIT), undefined);
  assert.ok(await limiters[0].take("a", LIMIT));
});

test("keys have a readable name and expire with their window", async (started) => {
  const [limiter] = createLimiters(started);
  await limiter.take("sign-in:10.0.0.1", LIMIT);
  assert.equal(await started.client.get(KEY), "1");
  const leftMs = await started.client.pttl(KEY);
  assert.ok(leftMs > 0 && leftMs <= LIMIT.windowMs);
});

test("a count without an expiry, or with one beyond the window, starts again", async (started) => {
  const [limiter] = createLimiters(started);
  for (const expiry of [[], ["PX", 10 * LIMIT.windowMs]] as const) {
    if (expiry.length === 0) await started.client.set(KEY, 1_000);
    else await started.client.set(KEY, 1_000, ...expiry);
    assert.equal(await limiter.take("sign-in:10.0.0.1", LIMIT), undefined);
    assert.equal(await started.client.get(KEY), "1");
  }
});

test("each replica counts separately if the key has another type or Redis is stopped", async (started) => {
  const limiters = createLimiters(started);
  const takeAll = async (limit: number) => {
    for (const limiter of limiters) {
      for (let i = 0; i < limit; i++) {
        assert.equal(await limiter.take("sign-in:10.0.0.1", LIMIT), undefined);
      }
      assert.ok(await limiter.take("sign-in:10.0.0.1", LIMIT));
    }
  };
  await started.client.rpush(KEY, "foreign");
  await started.client.pexpire(KEY, LIMIT.windowMs);
  await takeAll(LIMIT.events);
  started.redis.stop();
  started.twin.stop();
  for (const limiter of limiters) await limiter.refund("sign-in:10.0.0.1");
  await takeAll(1);
});
