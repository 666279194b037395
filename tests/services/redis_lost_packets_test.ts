import assert from "node:assert/strict";
import { createRedis } from "../../infra/redis/redis.ts";
import { claimRedisDatabase, IGNORE_REDIS } from "../../testing/redis.ts";
import { startRelay } from "../../testing/relay.ts";
import { until } from "../../testing/until.ts";

Deno.test({
  name: "a connection that loses all packets is replaced",
  ignore: IGNORE_REDIS,
  fn: async () => {
    await using database = await claimRedisDatabase();
    const { hostname, port, pathname } = new URL(database.url);
    await using relay = startRelay({ hostname, port: Number(port) });
    const reports: unknown[] = [];
    const redis = createRedis({
      url: `redis://127.0.0.1:${relay.port}${pathname}`,
      ca: undefined,
      onState: (error) => reports.push(error),
    });
    try {
      await redis.start();
      assert.equal(redis.state, "ok");
      relay.silence();
      await until("it is noticed", () => redis.state === "failing");
      await until("it is replaced", () => redis.state === "ok");
      await redis.call((connection) => connection.read("any", 1));
      assert.ok(reports[0] instanceof Error);
      assert.equal(reports.at(-1), undefined);
    } finally {
      redis.stop();
    }
  },
});
