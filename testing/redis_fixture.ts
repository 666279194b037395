import { createRedis, type Redis } from "../infra/redis/redis.ts";
import { claimRedisDatabase, type RedisDatabase } from "./redis.ts";

/** Long, because the machine may be busy with other tests. */
const HEDGE_MS = 10_000;

export interface StartedRedis extends RedisDatabase {
  readonly redis: Redis;
  /** The connection of another replica to the same database. */
  readonly twin: Redis;
}

/** Connects two replicas to one claimed database. */
export async function startRedis(): Promise<StartedRedis> {
  const database = await claimRedisDatabase();
  const options = { url: database.url, ca: undefined, hedgeMs: HEDGE_MS };
  const connect = () => createRedis({ ...options, onState() {} });
  const [redis, twin] = [connect(), connect()];
  await Promise.all([redis.start(), twin.start()]);
  return {
    ...database,
    redis,
    twin,
    [Symbol.asyncDispose]: async () => {
      redis.stop();
      twin.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}
