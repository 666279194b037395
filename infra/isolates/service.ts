import { Kysely } from "kysely";
import { createAccounts } from "../../domain/accounts/accounts.ts";
import { createSessions } from "../../domain/accounts/sessions.ts";
import { createCalculator } from "../../domain/calculator.ts";
import { relativeTime } from "../../domain/numbers/mod.ts";
import { OPERATIONS } from "../../domain/operations/mod.ts";
import type { Clock, Health, SecurityObserver } from "../../domain/ports.ts";
import { createApp } from "../../routes/app.ts";
import { createMemoryCache } from "../cache/memory.ts";
import { createIsolatePool } from "../compute/pool.ts";
import type { ComputeIsolate } from "../compute/protocol.ts";
import type { Config } from "../config/config.ts";
import { createAccountStore } from "../database/account_store.ts";
import type { Schema } from "../database/schema.ts";
import { createSettings } from "../database/settings.ts";
import { createSqliteDialect, type SqlitePorts } from "../database/sqlite/dialect.ts";
import { insertBatch } from "../request_log/batch_insert.ts";
import { createGroupCommit } from "../request_log/group_commit.ts";
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
  readonly database: SqlitePorts;
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
  const { config, clock, logger } = options;
  const database = new Kysely<Schema>({ dialect: createSqliteDialect(options.database) });
  const store = createAccountStore(database);
  const pool = createIsolatePool(options.compute, config);
  const metrics = createMetrics({
    computeWaiting: () => pool.waiting,
    computeBusy: () => pool.busy,
  });
  const upkeep = createUpkeep({
    database,
    store,
    settings: createSettings(database),
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
  const requestLog = createGroupCommit((entries) => insertBatch(database, entries), {
    written: (entries, seconds, error) => {
      metrics.written(entries, seconds, error);
      upkeep.recorded(error);
    },
  });
  const calculator = createCalculator({
    relativeTime: relativeTime(() => performance.now()),
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
    logReader: createLogReader(database),
    rateLimiter: createMemoryRateLimiter(clock.now),
    requests: createRequestLogger(logger, metrics),
    security: securityLog(logger),
    health: upkeep.health,
    exposeMetrics: metrics.expose,
    settings: { ...config, version: VERSION },
  });

  return {
    fetch: (request, info) => app.fetch(request, info),
    health: upkeep.health,
    start: upkeep.start,
    stopCalculations: pool.close,
    stop: async () => {
      upkeep.stop();
      await requestLog.idle();
    },
  };
}

function securityLog(logger: Logger): SecurityObserver {
  return {
    happened: (event, { username, address, requestId }) =>
      logger.info(event, { username, address, request_id: requestId }),
  };
}
