import type { Health } from "../domain/ports.ts";
import type { Throttle } from "../domain/throttle.ts";
import type { Tracer } from "../domain/tracing.ts";
import { type Deadline, deadlineIn } from "../infra/async/deadline.ts";
import type { Config } from "../infra/config/config.ts";
import type { Database } from "../infra/database/database.ts";
import type { SqlitePorts } from "../infra/database/sqlite/dialect.ts";
import type { EventTopic } from "../infra/events/event_topic.ts";
import type { PeerRules } from "../infra/http/connections.ts";
import { listen, type RequestInfo } from "../infra/http/listener.ts";
import type { RunningIsolate } from "../infra/isolates/isolate.ts";
import { createLogger, type Logger } from "../infra/telemetry/logger.ts";
import { createLineOutput } from "../infra/telemetry/line_output.ts";
import { canonicalAddress, clientNetwork } from "../routes/client_address.ts";
import { isInRanges } from "../routes/is_in_ranges.ts";
import { openDatabase, openTopic, openTracer } from "./connections.ts";

/** Maximum wait before listening: liveness must not wait for another process's migration. */
const START_MS = 2_000;

/** Time reserved before the deadline for closing, after waiting for unfinished requests. */
const CLOSE_MS = 750;

/** Time for writing the last lines of the log, whose reader may have stalled. */
const LAST_LINES_MS = 200;

/** Start message from the supervisor to an isolate that runs a service. */
export interface ServiceStart {
  readonly config: Config;
  readonly logFormat: "json" | "text";
  /** Ports of the database isolates; undefined with Postgres. */
  readonly sqlite: SqlitePorts | undefined;
}

export interface ServiceParts {
  readonly config: Config;
  /** Closed by the service when it stops. */
  readonly database: Database;
  /** Undefined without Kafka. Closed by the service when it stops. */
  readonly topic: EventTopic | undefined;
  readonly logger: Logger;
  /** Number of log lines that were dropped because nobody read them; 0 by default. */
  readonly droppedLines?: () => number;
  /** Undefined without tracing. */
  readonly tracer?: Tracer | undefined;
  /** Time between checks of the database and of what is due for deletion; 1 s by default. */
  readonly checkEveryMs?: number | undefined;
}

/** A service without its listening socket. */
export interface HttpService {
  readonly fetch: (request: Request, info: RequestInfo) => Response | Promise<Response>;
  readonly health: () => Health;
  /** Undefined if all clients are served as they come. */
  readonly throttle?: Throttle | undefined;
  /** Resolves after the first attempt to reach the dependencies, whether or not it succeeded. */
  start(): Promise<void>;
  /**
   * Stops background work at once, and the rest when `answered` resolves, once all requests
   * have been answered. Resolves when every entry has been written.
   */
  stop(answered?: Promise<unknown>): Promise<void>;
}

/** Opens the connections of a service, starts it and listens until the isolate is stopped. */
export async function runService(
  { config, logFormat, sqlite }: ServiceStart,
  createService: (parts: ServiceParts) => HttpService | Promise<HttpService>,
): Promise<RunningIsolate> {
  const output = createLineOutput();
  const logger = createLogger({ level: config.logLevel, format: logFormat, write: output.write });
  const database = await openDatabase(config, sqlite);
  const topic = await openTopic(config, logger);
  const tracer = await openTracer(config, logger);
  const service = await createService({
    config,
    database,
    topic,
    logger,
    droppedLines: () => output.droppedLines,
    tracer,
  });
  const started = service.start();
  if (!await deadlineIn(START_MS).wait(started)) logNotReady(service.health(), logger);
  const listener = listen(config, {
    handler: service.fetch,
    logger,
    peers: peerRules(config),
    throttle: service.throttle,
  });

  async function stop(deadline: Deadline): Promise<void> {
    logger.info("stopping");
    const answered = deadline.earlier(CLOSE_MS).wait(listener.shutdown());
    await deadline.wait(service.stop(answered));
    if (tracer) await deadline.wait(tracer.stop());
    logger.info("stopped");
    logger.flush();
    await deadlineIn(LAST_LINES_MS).wait(output.drained());
  }

  return { address: listener.address, started, stop };
}

/** Connections are counted as requests are. */
function peerRules({ trustedProxies }: Config): PeerRules {
  return {
    clientOf: (address) => clientNetwork(canonicalAddress(address) ?? address),
    isProxy: isInRanges(trustedProxies),
  };
}

function logNotReady(health: Health, logger: Logger): void {
  logger.warn("not_ready", health.ready ? {} : { waiting_for: health.waitingFor });
}
