import assert from "node:assert/strict";
import { createRedis } from "../../infra/redis/redis.ts";
import { claimRedisDatabase, IGNORE_REDIS } from "../../testing/redis.ts";

Deno.test({
  name: "an unknown database number is an error and selects no other database",
  ignore: IGNORE_REDIS,
  fn: async () => {
    await using database = await claimRedisDatabase();
    const url = new URL(database.url);
    url.pathname = "/999999";
    const errors: unknown[] = [];
    const redis = createRedis({
      url: url.href,
      ca: undefined,
      onState: (error) => errors.push(error),
    });
    try {
      await redis.start();
      assert.equal(redis.state, "failing");
      assert.match(String(errors[0]), /DB index/);
    } finally {
      redis.stop();
    }
  },
});
