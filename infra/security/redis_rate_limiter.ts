import type { RateLimiter } from "../../domain/ports.ts";
import { redisKey } from "../redis/keys.ts";
import type { Redis } from "../redis/redis.ts";

/** Returns the milliseconds to wait, 0 for an event within the limit. */
const TAKE = `
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local left = redis.call("pttl", KEYS[1])
if left <= 0 or left > window then
  redis.call("set", KEYS[1], 1, "px", window)
  return 0
end
if (tonumber(redis.call("get", KEYS[1])) or 0) >= limit then return left end
redis.call("incr", KEYS[1])
return 0
`;

const REFUND = `
if (tonumber(redis.call("get", KEYS[1]) or 0) or 0) > 0 then redis.call("decr", KEYS[1]) end
return 0
`;

export interface RedisRateLimiterOptions {
  readonly redis: Redis;
  /** Used while Redis is unavailable. */
  readonly fallback: RateLimiter;
}

/** Fixed windows that begin with the first event of a key, shared by all replicas. */
export function createRedisRateLimiter(options: RedisRateLimiterOptions): RateLimiter {
  const { redis, fallback } = options;

  function run(script: string, key: string, args: readonly number[]): Promise<number> {
    return redis.call((connection) => connection.runScript(script, redisKey("limit", key), args));
  }

  return {
    take: async (key, limit) => {
      try {
        const waitMs = await run(TAKE, key, [limit.events, limit.windowMs]);
        return waitMs > 0 ? Math.ceil(waitMs / 1_000) : undefined;
      } catch {
        return await fallback.take(key, limit);
      }
    },

    refund: async (key) => {
      try {
        await run(REFUND, key, []);
      } catch {
        await fallback.refund(key);
      }
    },
  };
}
