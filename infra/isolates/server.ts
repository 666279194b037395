import "./process_env.ts";
import type { ComputeIsolate } from "../compute/protocol.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/config.ts";
import type { SqlitePorts } from "../database/sqlite/dialect.ts";
import { createLogger, errorText } from "../telemetry/logger.ts";
import { writeToStdout } from "../telemetry/stdout.ts";
import { serveIsolate } from "./isolate.ts";
import { openDatabase } from "./open_database.ts";
import { openTopic } from "./open_topic.ts";
import { createService } from "./service.ts";

export interface ServerStart {
  readonly config: Config;
  readonly logFormat: "json" | "text";
  /** Those of the database isolates, if there are any. */
  readonly sqlite: SqlitePorts | undefined;
  readonly compute: readonly ComputeIsolate[];
}

/** Calculations that have not ended by then are told that the service is stopping. */
const DRAIN_MS = 7_000;

/** Nothing is waited for any longer, such as clients that do not send their whole request. */
const CUT_MS = 8_500;

const LISTEN_AGAIN_MS = 200;

serveIsolate<ServerStart>(async ({ config, logFormat, sqlite, compute }) => {
  const { logLevel: level, host: hostname, port } = config;
  const logger = createLogger({ level, format: logFormat, write: writeLines });
  const database = await openDatabase(config, sqlite);
  const topic = await openTopic(config);
  const service = createService({ config, database, topic, compute, clock: systemClock, logger });
  await service.start();
  let server = listen({ hostname, port }, service.fetch);
  listenAgainWhenCut();
  const address = `http://${authority(hostname, server.addr.port)}`;
  logger.info("listening", { address });
  logger.flush();

  /** Accepting fails while the process has no file descriptors left, and Deno then gives up. */
  function listenAgainWhenCut(): void {
    server.finished.catch((error) => {
      logger.error("accepting_failed", { error: errorText(error) });
      retry();
    });
  }

  function retry(): void {
    try {
      server = listen({ hostname, port }, service.fetch);
      listenAgainWhenCut();
    } catch {
      setTimeout(retry, LISTEN_AGAIN_MS);
    }
  }

  async function stop(): Promise<void> {
    logger.info("stopping");
    const cut = Promise.withResolvers<void>();
    const timers = [
      setTimeout(service.stopCalculations, DRAIN_MS),
      setTimeout(cut.resolve, CUT_MS),
    ];
    await Promise.race([server.shutdown(), cut.promise]);
    timers.forEach(clearTimeout);
    await service.stop();
    logger.info("stopped");
    logger.flush();
  }

  return { address, stop };
});

/** The system's own message lacks the address. */
function listen(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname, port, onListen() {} }, handler);
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`Cannot listen on ${authority(hostname, port)}: ${reason}`, { cause: error });
  }
}

function authority(hostname: string, port: number): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

/** Lines that cannot be written are lost: a full disk below the log must not end the service. */
function writeLines(lines: string): void {
  try {
    writeToStdout(lines);
  } catch {
    return;
  }
}
