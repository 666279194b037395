import { newTopic, type TestTopic } from "./kafka.ts";
import { createTestDatabase, type TestDatabase } from "./postgres.ts";
import { claimRedisDatabase } from "./redis.ts";
import { isIgnored } from "./services.ts";

/** A database, a Redis database and a topic for one test. */
export interface Backends extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly topic: TestTopic;
  /** Environment of a program that uses them. */
  readonly env: Readonly<Record<string, string>>;
}

export const IGNORE_BACKENDS = isIgnored("postgres") || isIgnored("redis") || isIgnored("kafka");

/** A configured secret lets the program verify tokens while Postgres is down. */
const JWT_SECRET = "a secret of thirty-two characters";

export async function createBackends(): Promise<Backends> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const redis = stack.use(await claimRedisDatabase());
  const topic = stack.use(newTopic());
  return {
    database,
    topic,
    env: { ...topic.env, DATABASE_URL: database.url, REDIS_URL: redis.url, JWT_SECRET },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
