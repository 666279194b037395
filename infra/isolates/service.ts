import { createAccounts } from "../../domain/accounts/accounts.ts";
import { createSessions } from "../../domain/accounts/sessions.ts";
import { createCalculator } from "../../domain/calculator.ts";
import { OPERATIONS } from "../../domain/operations/mod.ts";
import type { Clock, Health, SecurityObserver } from "../../domain/ports.ts";
import { createApp } from "../../routes/app.ts";
import { createMemoryCache } from "../cache/memory.ts";
import { createIsolatePool } from "../compute/pool.ts";
import type { ComputeIsolate } from "../compute/protocol.ts";
import type { Config } from "../config/config.ts";
import { createAccountStore } from "../database/account_store.ts";
import type { Database } from "../database/database.ts";
import { createSettings } from "../database/settings.ts";
import type { EventTopic } from "../events/event_topic.ts";
import { createEvents } from "../events/events.ts";
import { createGroupCommit } from "../request_log/group_commit.ts";
import { insertEntries } from "../request_log/insert_entries.ts";
import { createLogReader } from "../request_log/log_reader.ts";
import { createArgon2Hasher } from "../security/argon2.ts";
import { createMemoryRateLimiter } from "../security/memory_rate_limiter.ts";
import { createTokenSigner } from "../security/token_signer.ts";
import { errorText, type Logger } from "../telemetry/logger.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import { createRequestLogger } from "../telemetry/request_logger.ts";
import { VERSION } from "../version.ts";
import { createUpkeep } from "./upkeep.ts";

export interface ServiceOptions {
  readonly config: Config;
  /** Closed when the service stops. */
  readonly database: Database;
  /** Undefined where there are no events. */
  readonly topic: EventTopic | undefined;
  readonly compute: readonly ComputeIsolate[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The service without its listening socket. */
export interface Service {
  readonly fetch: (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>;
  readonly health: () => Health;
  /** Prepares the database and keeps everything up to date; resolves after the first try. */
  start(): Promise<void>;
  /** Refuses the calculations that are still under way. */
  stopCalculations(): void;
  /** Resolves when every entry has been written. */
  stop(): Promise<void>;
}

/** Puts the service together from its configuration and the ports of its isolates. */
export function createService(options: ServiceOptions): Service {
  const { config, database, topic, clock, logger } = options;
  const store = createAccountStore(database);
  const pool = createIsolatePool(options.compute, config);
  const metrics = createMetrics({
    computeWaiting: () => pool.waiting,
    computeBusy: () => pool.busy,
  }, topic !== undefined);
  const upkeep = createUpkeep({
    database,
    store,
    settings: createSettings(database.kysely),
    clock,
    logger,
    config,
    refreshSessions: () => sessions.refresh(),
    onLateTimer: metrics.eventLoopLate,
  });
  const sessions = createSessions({
    store,
    signer: createTokenSigner(upkeep.tokenSecret),
    clock,
    longestLifetimeMs: Math.max(config.tokenTtlMs, config.sessionTtlMs),
  });
  const events = topic
    ? createEvents({
      topic,
      database,
      logger,
      observer: metrics,
      consumes: config.consumer,
      relays: true,
      onDatabase: upkeep.recorded,
    })
    : undefined;
  const requestLog = createGroupCommit(events?.write ?? insertEntries(database, true), {
    written: (entries, seconds, error) => {
      metrics.written(entries, seconds, error);
      if (!events) upkeep.recorded(error);
    },
    refused: (entry, reason) => {
      logger.error("entry_refused", { id: entry.id, error: errorText(reason) });
      events?.setAside(entry, reason);
    },
  });
  const health = () => events ? events.health(upkeep.health()) : upkeep.health();
  const calculator = createCalculator({
    maxDigits: config.maxDigits,
    cache: createMemoryCache(config.cacheBytes),
    compute: pool,
    requestLog,
    observer: metrics,
    clock,
    onLostEntry: (error) => logger.error("entry_lost", { error: errorText(error) }),
  });
  const app = createApp({
    operations: OPERATIONS,
    calculator,
    accounts: createAccounts({ store, hasher: createArgon2Hasher(), sessions, clock }),
    sessions,
    logReader: createLogReader(database.kysely),
    rateLimiter: createMemoryRateLimiter(clock.now),
    requests: createRequestLogger(logger, metrics),
    security: securityLog(logger),
    health,
    exposeMetrics: metrics.expose,
    settings: { ...config, version: VERSION },
  });

  return {
    fetch: (request, info) => app.fetch(request, info),
    health,
    start: async () => {
      await Promise.all([upkeep.start(), events?.start()]);
    },
    stopCalculations: pool.close,
    stop: async () => {
      upkeep.stop();
      await requestLog.idle();
      await events?.stop();
      await database.close();
    },
  };
}

function securityLog(logger: Logger): SecurityObserver {
  return {
    happened: (event, { username, address, requestId }) =>
      logger.info(event, { username, address, request_id: requestId }),
  };
}
