import { describeBatches } from "./batches.ts";
import type { Contender } from "../serving/contender.ts";
import { beside } from "../serving/programs.ts";
import { freePort } from "../../testing/free_port.ts";
import { type ServerProcess, startServer } from "../serving/server_process.ts";
import { signUpAndIn, verifyRecorded } from "../serving/service_contender.ts";
import { newTopic } from "../../testing/kafka.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { claimRedisDatabase } from "../../testing/redis.ts";
import { until } from "../../testing/until.ts";

const CATCH_UP_MS = 60_000;

/** This service and its consumer with an empty database, Redis and topic. */
export function createScaled(binary: boolean): Contender {
  return {
    name: `Postgres + Redis + Kafka${binary ? " (binary)" : ""}`,
    start: () => start(binary),
    signIn: signUpAndIn,
    verifyRecorded: async (session, answers) => {
      console.error(await describeBatches(session.url));
      let failure: unknown;
      const isRecorded = () =>
        verifyRecorded(session, answers).then(() => true, (error) => {
          failure = error;
          return false;
        });
      await until("the consumer has stored all entries", isRecorded, CATCH_UP_MS)
        .catch((error) => {
          throw new Error(error.message, { cause: failure });
        });
    },
  };
}

async function start(binary: boolean): Promise<ServerProcess> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const redis = stack.use(await claimRedisDatabase());
  const env = {
    ...newTopic().env,
    HOST: "127.0.0.1",
    LOG_FORMAT: "json",
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    CONSUMER: "off",
  };
  const run = (verb: "serve" | "consume") => startProgram(verb, { binary, env });
  const consumer = stack.use(await run("consume"));
  const server = stack.use(await run("serve"));
  const started = stack.move();
  return {
    pid: server.pid,
    url: server.url,
    helperPid: consumer.pid,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

function startProgram(
  verb: "serve" | "consume",
  { binary, env }: { binary: boolean; env: Record<string, string> },
): Promise<ServerProcess> {
  const root = beside("../..");
  const port = freePort();
  return startServer({
    program: binary ? `${root}dist/mathcalculator` : Deno.execPath(),
    args: [...binary ? [] : ["task", "cli"], verb],
    cwd: root,
    env: { ...env, PORT: String(port) },
    port,
  });
}
