import type { Health } from "../domain/ports.ts";
import { createStatusApp } from "../routes/status_app.ts";
import type { Config } from "../infra/config/config.ts";
import type { Database } from "../infra/database/database.ts";
import { migrate } from "../infra/database/migrate.ts";
import type { EventTopic } from "../infra/events/event_topic.ts";
import { createEvents } from "../infra/events/events.ts";
import { type PeriodicTask, runPeriodically } from "../infra/async/run_periodically.ts";
import type { Logger } from "../infra/telemetry/logger.ts";
import { createMetrics } from "../infra/telemetry/metrics.ts";
import { createRequestLogger } from "../infra/telemetry/request_logger.ts";
import { VERSION } from "../infra/version.ts";
import { createDatabaseHealth } from "./database_health.ts";

const EVERY_MS = 1_000;

export interface ConsumerServiceOptions {
  readonly config: Pick<Config, "metricsToken">;
  readonly database: Database;
  readonly topic: EventTopic;
  readonly logger: Logger;
}

/** The consumer with its status pages, without its listening socket. */
export interface ConsumerService {
  readonly fetch: (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>;
  readonly health: () => Health;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createConsumerService(options: ConsumerServiceOptions): ConsumerService {
  const { config, database, topic, logger } = options;
  const metrics = createMetrics({ health, hasEvents: true });
  let isMigrated = false;
  const condition = createDatabaseHealth(logger, { worksAtFirst: false });
  let waitingFor: Health["waitingFor"] = "database";
  let upkeep: PeriodicTask | undefined;

  const events = createEvents({
    topic,
    database,
    logger,
    observer: metrics,
    consumes: true,
    relays: false,
    onDatabase: condition.wrote,
  });
  const app = createStatusApp({
    version: VERSION,
    health,
    exposeMetrics: metrics.expose,
    metricsToken: config.metricsToken,
    requests: createRequestLogger(logger, metrics),
  });

  async function keepUp(): Promise<void> {
    try {
      if (!isMigrated) await applyMigrations();
      await database.kysely.selectFrom("request_log").select("id").limit(1).execute();
      condition.read();
    } catch (error) {
      condition.read(error);
    }
  }

  async function applyMigrations(): Promise<void> {
    waitingFor = "database";
    await migrate(database, () => waitingFor = "migration");
    isMigrated = true;
    waitingFor = undefined;
  }

  function health(): Health {
    return events.health(databaseHealth());
  }

  function databaseHealth(): Health {
    const isReady = isMigrated && condition.isWorking === true;
    return {
      database: isReady ? "ok" : "failing",
      cache: "off",
      events: "off",
      recording: isReady,
      ready: isReady,
      waitingFor,
    };
  }

  return {
    fetch: (request, info) => app.fetch(request, info),
    health,
    start: async () => {
      upkeep = runPeriodically(keepUp, { pauseMs: EVERY_MS, onError: condition.read });
      await Promise.all([upkeep.first, events.start()]);
    },
    stop: async () => {
      condition.stop();
      const ended = upkeep?.stop();
      await events.stop();
      // What waits for a migration waits until its connection is closed.
      await Promise.all([events.close(), database.close(), ended]);
    },
  };
}
