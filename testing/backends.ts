import { newTopic, type TestTopic } from "./kafka.ts";
import { createTestDatabase, type TestDatabase } from "./postgres.ts";
import { claimRedisDatabase } from "./redis.ts";
import { isIgnored } from "./services.ts";

/** All that the service can use, of a test's own. */
export interface Backends extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly topic: TestTopic;
  /** What makes a program use them. */
  readonly env: Readonly<Record<string, string>>;
}

export const IGNORE_BACKENDS = isIgnored("postgres") || isIgnored("redis") || isIgnored("kafka");

/** Without it, no token could be checked before Postgres has been asked. */
const JWT_SECRET = "a secret of thirty-two characters";

export async function createBackends(): Promise<Backends> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const redis = stack.use(await claimRedisDatabase());
  const topic = newTopic();
  return {
    database,
    topic,
    env: { ...topic.env, DATABASE_URL: database.url, REDIS_URL: redis.url, JWT_SECRET },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
