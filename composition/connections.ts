import { errorText } from "../domain/error_text.ts";
import type { Config } from "../infra/config/config.ts";
import { tracingSettings } from "../infra/config/tracing_settings.ts";
import type { Database } from "../infra/database/database.ts";
import { createSqliteDatabase } from "../infra/database/sqlite/database.ts";
import type { SqlitePorts } from "../infra/database/sqlite/dialect.ts";
import type { EventTopic } from "../infra/events/event_topic.ts";
import { emptyProcessEnv } from "../infra/isolates/empty_process_env.ts";
import type { Redis } from "../infra/redis/redis.ts";
import { createFailureLog } from "../infra/telemetry/failure_log.ts";
import type { Logger } from "../infra/telemetry/logger.ts";
import type { StoppableTracer } from "../infra/telemetry/tracing/open_telemetry.ts";
import { VERSION } from "../infra/version.ts";

/**
 * Opens the configured database: Postgres, or SQLite through the ports of its isolates. The
 * Postgres driver is imported only when it is used, because importing it is slow.
 */
export async function openDatabase(
  { databaseUrl, databaseCa, databasePool }: Config,
  sqlite: SqlitePorts | undefined,
): Promise<Database> {
  if (databaseUrl === undefined) return createSqliteDatabase(sqlite!);
  emptyProcessEnv();
  const { createPostgresDatabase } = await import("../infra/database/postgres/database.ts");
  return createPostgresDatabase({ url: databaseUrl, ca: databaseCa, connections: databasePool });
}

/** Opens the configured Redis, if any. Its client is also imported only when it is used. */
export async function openRedis(
  { redisUrl, redisCa }: Config,
  logger: Logger,
): Promise<Redis | undefined> {
  if (redisUrl === undefined) return undefined;
  emptyProcessEnv();
  const { createRedis } = await import("../infra/redis/redis.ts");
  const failureLog = createFailureLog({ logger });
  return createRedis({
    url: redisUrl,
    ca: redisCa,
    onState: (error) => failureLog.report("cache", error),
  });
}

/** Opens the configured topic, if any. The Kafka client is also imported only when it is used. */
export async function openTopic(config: Config, logger: Logger): Promise<EventTopic | undefined> {
  if (config.kafkaBrokers.length === 0) return undefined;
  emptyProcessEnv();
  const { createKafkaTopic } = await import("../infra/events/kafka/topic.ts");
  return createKafkaTopic(
    config,
    (error) => logger.warn("kafka_unhandled_rejection", { error: errorText(error) }),
  );
}

/** Opens the configured exporter of traces, if any. Its packages are imported only when used. */
export async function openTracer(
  config: Config,
  logger: Logger,
): Promise<StoppableTracer | undefined> {
  const tracing = tracingSettings(config);
  if (tracing === undefined) return undefined;
  emptyProcessEnv();
  const { createOpenTelemetryTracer } = await import(
    "../infra/telemetry/tracing/open_telemetry.ts"
  );
  const failureLog = createFailureLog({ logger });
  return createOpenTelemetryTracer({
    ...tracing,
    version: VERSION,
    onExported: (error) => failureLog.report("traces", error),
  });
}
