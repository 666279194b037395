import { createMemoryRateLimiter } from "../../infra/security/memory_rate_limiter.ts";
import { createRedisRateLimiter } from "../../infra/security/redis_rate_limiter.ts";
import { IGNORE_REDIS } from "../../testing/redis.ts";
import { startRedis } from "../../testing/redis_fixture.ts";
import { testRateLimiter } from "./rate_limiter.ts";

testRateLimiter({ name: "memory", ignore: false }, () =>
  Promise.resolve({
    limiter: createMemoryRateLimiter(Date.now),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));

testRateLimiter({ name: "Redis", ignore: IGNORE_REDIS }, async () => {
  const started = await startRedis();
  const fallback = {
    take: () => Promise.reject(new Error("The fallback was used")),
    refund: () => Promise.reject(new Error("The fallback was used")),
  };
  return { ...started, limiter: createRedisRateLimiter({ ...started, fallback }) };
});
