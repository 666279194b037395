import { createRedis, type Redis } from "../../infra/redis/redis.ts";
import { claimRedisDatabase, type RedisDatabase } from "./redis.ts";

export interface StartedRedis extends RedisDatabase {
  readonly redis: Redis;
  /** A further connection to the same database, as another replica has it. */
  readonly twin: Redis;
}

/** Connections of two replicas to a database of their own, on a real server. */
export async function startRedis(): Promise<StartedRedis> {
  const database = await claimRedisDatabase();
  const connect = () => createRedis({ url: database.url, ca: undefined, onChange() {} });
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
