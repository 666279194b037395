import { createAccounts } from "../domain/accounts/accounts.ts";
import { createSessions } from "../domain/accounts/sessions.ts";
import { createCalculator } from "../domain/calculator.ts";
import { measureSlowdown } from "../domain/numbers/mod.ts";
import { OPERATIONS } from "../domain/operations/mod.ts";
import type {
  Clock,
  Health,
  PasswordHasher,
  RateLimiter,
  SecurityObserver,
} from "../domain/ports.ts";
import { createApp } from "../routes/app.ts";
import { withoutFalseLength } from "../routes/middleware/measure_head.ts";
import { createMemoryCache } from "../infra/cache/memory.ts";
import { createRedisCache } from "../infra/cache/redis.ts";
import { type CacheLevel, createTieredCache } from "../infra/cache/tiered.ts";
import { createIsolatePool } from "../infra/compute/pool.ts";
import type { ComputeIsolate } from "../infra/compute/protocol.ts";
import type { Config } from "../infra/config/config.ts";
import { createAccountStore } from "../infra/database/account_store.ts";
import type { Database } from "../infra/database/database.ts";
import { createSettings } from "../infra/database/settings.ts";
import type { EventTopic } from "../infra/events/event_topic.ts";
import { createEvents } from "../infra/events/events.ts";
import { createRedis, type Redis } from "../infra/redis/redis.ts";
import { createGroupCommit } from "../infra/request_log/group_commit.ts";
import { insertEntries } from "../infra/request_log/insert_entries.ts";
import { createLogReader } from "../infra/request_log/log_reader.ts";
import { createArgon2Hasher } from "../infra/security/argon2.ts";
import { createMemoryRateLimiter } from "../infra/security/memory_rate_limiter.ts";
import { createRedisRateLimiter } from "../infra/security/redis_rate_limiter.ts";
import { createTokenSigner } from "../infra/security/token_signer.ts";
import { errorText, type Logger } from "../infra/telemetry/logger.ts";
import { createMetrics } from "../infra/telemetry/metrics.ts";
import { createRequestLogger } from "../infra/telemetry/request_logger.ts";
import { VERSION } from "../infra/version.ts";
import { createMaintenance } from "./maintenance.ts";

export interface ServiceOptions {
  readonly config: Config;
  /** Closed when the service stops. */
  readonly database: Database;
  /** Undefined where there are no events. */
  readonly topic: EventTopic | undefined;
  readonly compute: readonly ComputeIsolate[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Argon2id by default. */
  readonly hasher?: PasswordHasher;
  /** Measured by default. */
  readonly slowdownFactor?: number;
}

/** The service without its listening socket. */
export interface Service {
  readonly fetch: (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>;
  readonly health: () => Health;
  /** Prepares the database and keeps everything up to date; resolves after the first try. */
  start(): Promise<void>;
  /** Refuses the calculations that are still under way. */
  stopCalculations(): void;
  /**
   * Ends what runs by itself at once, and everything else when all requests are answered; resolves
   * when every entry has been written.
   */
  stop(answered?: Promise<unknown>): Promise<void>;
}

/** Puts the service together from its configuration and the ports of its isolates. */
export function createService(options: ServiceOptions): Service {
  const { config, database, topic, clock, logger } = options;
  const store = createAccountStore(database);
  const pool = createIsolatePool(options.compute, config);
  const redis = connectRedis(config, logger);
  const metrics = createMetrics({
    computeWaiting: () => pool.waiting,
    computeBusy: () => pool.busy,
    computeIsolates: () => options.compute.length,
    health,
  }, topic !== undefined);
  const upkeep = createMaintenance({
    database,
    store,
    settings: createSettings(database.kysely),
    clock,
    logger,
    config,
    refreshSessions: () => sessions.refresh(),
    onLateTimer: metrics.onTimerLate,
  });
  const sessions = createSessions({
    store,
    signer: createTokenSigner(upkeep.tokenSecret),
    clock,
    maxLifetimeMs: Math.max(config.tokenTtlMs, config.sessionTtlMs),
  });
  const events = topic
    ? createEvents({
      topic,
      database,
      logger,
      observer: metrics,
      consumes: config.consumer,
      relays: true,
      onDatabase: upkeep.onRecorded,
    })
    : undefined;
  const requestLog = createGroupCommit(events?.write ?? insertEntries(database, true), {
    onWritten: (entries, seconds, error) => {
      metrics.onWritten(entries, seconds, error);
      if (!events) upkeep.onRecorded(error);
    },
    onPoisonEntry: (entry, reason) => {
      logger.error("entry_refused", { id: entry.id, error: errorText(reason) });
      events?.deadLetter(entry, reason);
    },
    onNotRecorded: metrics.onNotRecorded,
  });
  const calculator = createCalculator({
    slowdownFactor: options.slowdownFactor ?? measureSlowdown(() => performance.now()),
    maxDigits: config.maxDigits,
    cache: createTieredCache(cacheLevels(), metrics),
    compute: pool,
    requestLog,
    observer: metrics,
    clock,
    onEntryLost: (error) => logger.error("entry_lost", { error: errorText(error) }),
  });
  const app = createApp({
    operations: OPERATIONS,
    calculator,
    accounts: createAccounts({
      store,
      hasher: options.hasher ?? createArgon2Hasher(),
      sessions,
      clock,
    }),
    sessions,
    logReader: createLogReader(database.kysely),
    rateLimiter: createRateLimiter(),
    requests: createRequestLogger(logger, metrics),
    security: securityLog(logger),
    health,
    exposeMetrics: metrics.expose,
    settings: { ...config, version: VERSION },
  });

  function cacheLevels(): CacheLevel[] {
    const memory = { name: "memory", cache: createMemoryCache(config.cacheBytes) };
    if (!redis) return [memory];
    const shared = createRedisCache({ redis, secret: upkeep.tokenSecret });
    return [memory, { name: "redis", cache: shared }];
  }

  function createRateLimiter(): RateLimiter {
    const own = createMemoryRateLimiter(clock.now);
    return redis ? createRedisRateLimiter({ redis, fallback: own }) : own;
  }

  function health(): Health {
    const own: Health = { ...upkeep.health(), cache: redis?.state ?? "off" };
    return events ? events.health(own) : own;
  }

  return {
    fetch: (request, info) => {
      const answer = app.fetch(request, info);
      return request.method === "HEAD" ? answerToHead(answer) : answer;
    },
    health,
    start: async () => {
      await Promise.all([upkeep.start(), redis?.start(), events?.start()]);
    },
    stopCalculations: pool.close,
    stop: async (answered = Promise.resolve()) => {
      const background = events?.stop();
      await answered;
      upkeep.stop();
      redis?.stop();
      await Promise.all([requestLog.idle(), background]);
      await Promise.all([events?.close(), database.close()]);
    },
  };
}

async function answerToHead(answer: Response | Promise<Response>): Promise<Response> {
  return withoutFalseLength(await answer);
}

function connectRedis({ redisUrl, redisCa }: Config, logger: Logger): Redis | undefined {
  if (redisUrl === undefined) return undefined;
  return createRedis({
    url: redisUrl,
    ca: redisCa,
    onChange: (state, error) => {
      if (state === "ok") logger.info("cache_ok");
      else logger.warn("cache_failing", { error: errorText(error) });
    },
  });
}

function securityLog(logger: Logger): SecurityObserver {
  return {
    onSecurityEvent: (event, { username, address, requestId }) =>
      logger.info(event, { username, address, request_id: requestId }),
  };
}
