import type { ComputeIsolate } from "../compute/protocol.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/config.ts";
import type { SqlitePorts } from "../database/sqlite/dialect.ts";
import { createLogger } from "../telemetry/logger.ts";
import { writeToStdout } from "../telemetry/stdout.ts";
import { serveIsolate } from "./isolate.ts";
import { createService } from "./service.ts";

export interface ServerStart {
  readonly config: Config;
  readonly logFormat: "json" | "text";
  readonly database: SqlitePorts;
  readonly compute: readonly ComputeIsolate[];
}

/** Requests that have not ended by then are told that the service is stopping. */
const DRAIN_MS = 7_000;

serveIsolate<ServerStart>(async ({ config, logFormat, database, compute }) => {
  const { logLevel: level, host: hostname, port } = config;
  const logger = createLogger({ level, format: logFormat, write: writeToStdout });
  const service = createService({ config, database, compute, clock: systemClock, logger });
  await service.start();
  const server = Deno.serve({ hostname, port, onListen() {} }, service.fetch);
  const address = `http://${
    hostname.includes(":") ? `[${hostname}]` : hostname
  }:${server.addr.port}`;
  logger.info("listening", { address });
  logger.flush();

  async function stop(): Promise<void> {
    logger.info("stopping");
    const timer = setTimeout(service.stopCalculations, DRAIN_MS);
    await server.shutdown();
    clearTimeout(timer);
    await service.stop();
    logger.info("stopped");
    logger.flush();
  }

  return { address, stop };
});
