import { createMemoryCache } from "../../infra/cache/memory.ts";
import { createRedisCache } from "../../infra/cache/redis.ts";
import { createTieredCache } from "../../infra/cache/tiered.ts";
import { IGNORE_REDIS } from "../../testing/redis.ts";
import { startRedis } from "../../testing/redis_fixture.ts";
import { testResultCache } from "./result_cache.ts";

const MAX_BYTES = 8 * 2 ** 20;

testResultCache({ name: "memory", ignore: false }, () =>
  Promise.resolve({
    cache: createMemoryCache(MAX_BYTES),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));

testResultCache({ name: "Redis", ignore: IGNORE_REDIS }, async () => {
  const started = await startRedis();
  return { ...started, cache: createRedisCache({ ...started, secret: () => "secret" }) };
});

testResultCache({ name: "memory before Redis", ignore: IGNORE_REDIS }, async () => {
  const started = await startRedis();
  const levels = [
    { name: "memory", cache: createMemoryCache(MAX_BYTES) },
    { name: "redis", cache: createRedisCache({ ...started, secret: () => "secret" }) },
  ];
  return { ...started, cache: createTieredCache(levels, { onLookUp() {} }) };
});
