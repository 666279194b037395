import "../../infra/isolates/empty_process_env.ts";
import type { ComputeIsolate } from "../../infra/compute/protocol.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import type { Config } from "../../infra/config/config.ts";
import type { SqlitePorts } from "../../infra/database/sqlite/dialect.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { writeLines } from "../../infra/telemetry/stdout.ts";
import type { Deadline } from "../../infra/async/deadline.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";
import { listenWhenStarted } from "../listen_when_started.ts";
import { openDatabase } from "../open_database.ts";
import { openTopic } from "../open_topic.ts";
import { createService } from "../service.ts";

export interface ServerStart {
  readonly config: Config;
  readonly logFormat: "json" | "text";
  /** Those of the database isolates, if there are any. */
  readonly sqlite: SqlitePorts | undefined;
  readonly compute: readonly ComputeIsolate[];
}

/** Calculations that have not ended by then are told that the service is stopping. */
const DRAIN_MS = 7_000;

/** Left when clients that do not send their whole request are waited for no longer. */
const CLOSE_MS = 750;

serveIsolate<ServerStart>(async ({ config, logFormat, sqlite, compute }) => {
  const logger = createLogger({ level: config.logLevel, format: logFormat, write: writeLines });
  const database = await openDatabase(config, sqlite);
  const topic = await openTopic(config, logger);
  const service = createService({
    config,
    database,
    topic,
    compute,
    clock: createSystemClock(),
    logger,
  });
  const started = service.start();
  const listener = await listenWhenStarted(config, { service, started, logger });

  async function stop(deadline: Deadline): Promise<void> {
    logger.info("stopping");
    const timer = setTimeout(service.stopCalculations, DRAIN_MS);
    const answered = deadline.earlier(CLOSE_MS).wait(listener.shutdown());
    await deadline.wait(service.stop(answered));
    clearTimeout(timer);
    logger.info("stopped");
    logger.flush();
  }

  return { address: listener.address, started, stop };
});
