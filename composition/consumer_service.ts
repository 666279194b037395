import type { Health } from "../domain/ports.ts";
import { createEvents } from "../infra/events/events.ts";
import { createMetrics } from "../infra/telemetry/metrics.ts";
import { createRequestLogger } from "../infra/telemetry/request_logger.ts";
import { VERSION } from "../infra/version.ts";
import { createStatusApp } from "../routes/status_app.ts";
import { createDatabaseMonitor } from "./database_monitor.ts";
import type { HttpService, ServiceParts } from "./run_service.ts";

/** Assembles the consumer: it stores the topic's events and serves the status endpoints. */
export function createConsumerService(
  { config, database, topic, logger, droppedLines, tracer, checkEveryMs }: ServiceParts,
): HttpService {
  if (!topic) throw new Error("Cannot consume events without KAFKA_BROKERS");
  const metrics = createMetrics({ health, hasEvents: true, droppedLines });
  const monitor = createDatabaseMonitor({
    database,
    logger,
    checkEveryMs,
    read: async () => {
      await database.monitoring.selectFrom("request_log").select("id").limit(1).execute();
    },
    readStep: "database",
  });
  const events = createEvents({
    topic,
    database,
    logger,
    observer: metrics,
    consumes: true,
    relays: false,
    onDatabase: monitor.onWritten,
    tracer,
  });
  const app = createStatusApp({
    version: VERSION,
    health,
    exposeMetrics: metrics.expose,
    metricsToken: config.metricsToken,
    requests: createRequestLogger(logger, metrics),
  });

  /** A consumer without its database is not ready: unlike a server, it has nothing else to do. */
  function health(): Health {
    const own = { ...monitor.health(), cache: "off", events: "off" } as const;
    if (!own.ready || own.recording) return events.health(own);
    return events.health({ ...own, ready: false, waitingFor: "database" });
  }

  return {
    fetch: (request, info) => app.fetch(request, info),
    health,
    start: async () => {
      await Promise.all([monitor.start(), events.start()]);
    },
    stop: async (answered = Promise.resolve()) => {
      const monitorStopped = monitor.stop();
      await events.stop();
      // Closing the database ends a check that is waiting for a migration.
      await Promise.all([events.close(), database.close(), monitorStopped, answered]);
    },
  };
}
