import { createAccounts } from "../domain/accounts/accounts.ts";
import { createApiKeys } from "../domain/accounts/api_keys.ts";
import { createKeyVerifier } from "../domain/accounts/key_verifier.ts";
import { createSessions } from "../domain/accounts/sessions.ts";
import { createBatches } from "../domain/batch.ts";
import { createCalculator } from "../domain/calculator.ts";
import { createQuotaCalculator } from "../domain/quota_calculator.ts";
import { createRecordedResults } from "../domain/recorded_results.ts";
import { measureSlowdown } from "../domain/numbers/mod.ts";
import { OPERATIONS } from "../domain/operations/mod.ts";
import { createThrottle } from "../domain/throttle.ts";
import { errorText } from "../domain/error_text.ts";
import type {
  Clock,
  Health,
  PasswordEstimator,
  PasswordHasher,
  RateLimiter,
  ResultCache,
  SecurityObserver,
} from "../domain/ports.ts";
import { type PeriodicTask, runPeriodically } from "../infra/async/run_periodically.ts";
import { createMemoryCache } from "../infra/cache/memory.ts";
import { createRedisCache } from "../infra/cache/redis.ts";
import { createTieredCache } from "../infra/cache/tiered.ts";
import { createIsolatePool } from "../infra/compute/pool.ts";
import type { ComputeIsolate } from "../infra/compute/protocol.ts";
import { createAccountStore } from "../infra/database/account_store.ts";
import { createApiKeyStore } from "../infra/database/api_key_store.ts";
import { createLogUsageStore } from "../infra/database/log_usage_store.ts";
import { createSettings } from "../infra/database/settings.ts";
import { createEvents } from "../infra/events/events.ts";
import type { Redis } from "../infra/redis/redis.ts";
import { createGroupCommit } from "../infra/request_log/group_commit.ts";
import { insertEntries } from "../infra/request_log/insert_entries.ts";
import { createLogQuota } from "../infra/request_log/log_quota.ts";
import { createLogReader } from "../infra/request_log/log_reader.ts";
import { createReadAdmission } from "../infra/request_log/read_admission.ts";
import { createArgon2Hasher } from "../infra/security/argon2.ts";
import { createDeviceSigner } from "../infra/security/device_signer.ts";
import { createPasswordEstimator } from "../infra/security/password_estimator.ts";
import { createMemoryRateLimiter } from "../infra/security/memory_rate_limiter.ts";
import { randomKey } from "../infra/security/random_key.ts";
import { createRedisRateLimiter } from "../infra/security/redis_rate_limiter.ts";
import { createTokenSigner } from "../infra/security/token_signer.ts";
import type { Logger } from "../infra/telemetry/logger.ts";
import { createMetrics } from "../infra/telemetry/metrics.ts";
import { createMemoryGrowth } from "../infra/memory_growth.ts";
import { createRequestLogger } from "../infra/telemetry/request_logger.ts";
import { createThrottleObserver } from "../infra/telemetry/throttle_observer.ts";
import { tracePool } from "../infra/telemetry/tracing/traced_pool.ts";
import { traceRequestLog } from "../infra/telemetry/tracing/traced_request_log.ts";
import { traceWrites } from "../infra/telemetry/tracing/traced_writes.ts";
import { createUuidV7 } from "../infra/uuid_v7.ts";
import { VERSION } from "../infra/version.ts";
import { createApp } from "../routes/app.ts";
import { preventZeroContentLength } from "../routes/middleware/head_content_length.ts";
import { createClockSkew } from "./clock_skew.ts";
import { createDatabaseMonitor } from "./database_monitor.ts";
import { createMaintenance } from "./maintenance.ts";
import type { HttpService, ServiceParts } from "./run_service.ts";
import { createTokenSecret } from "./token_secret.ts";

/** Time after a stop at which calculations still running are refused as `unavailable`. */
const DRAIN_MS = 7_000;

/** More than a write to a broker nearby takes: waiting for it makes larger and cheaper batches. */
const OVERLAP_AFTER_MS = 25;

/** Pause between exchanges of the users' use of the request log with other processes. */
const EXCHANGE_EVERY_MS = 5_000;

export interface ServiceOptions extends ServiceParts {
  /** Undefined without Redis. Closed by the service when it stops. */
  readonly redis: Redis | undefined;
  readonly compute: readonly ComputeIsolate[];
  readonly clock: Clock;
  /** Argon2id by default. */
  readonly hasher?: PasswordHasher;
  /** zxcvbn by default. */
  readonly estimator?: PasswordEstimator;
  /** By default measured with the first question: at the start it would take a tenth of the time. */
  readonly slowdownFactor?: number;
  /** Clock skew beyond which the service is not ready; by default what revocations tolerate. */
  readonly maxClockSkewMs?: number | undefined;
}

export interface Service extends HttpService {
  /** Refuses the calculations in progress as `unavailable`. */
  stopCalculations(): void;
}

/** Assembles the service from its configuration, its connections and its compute isolates. */
export function createService(options: ServiceOptions): Service {
  const { config, database, redis, topic, compute, clock, logger } = options;
  const { hasher = createArgon2Hasher(), estimator = createPasswordEstimator() } = options;

  // State shared by replicas.
  const monitored = { ...database, kysely: database.monitoring };
  const { revocationsSince } = createAccountStore(monitored);
  const store = { ...createAccountStore(database), revocationsSince };
  const settings = createSettings(database.monitoring);
  const tokenSecret = createTokenSecret({ configured: config.jwtSecret, settings });
  // Sessions and revocations of servers with a date ahead move its ids into the future.
  const accountClock: Clock = { ...clock, uuid: createUuidV7(clock.now) };
  const keyStore = createApiKeyStore(database);
  const keyVerifier = createKeyVerifier({ store: keyStore, clock });
  const sessions = createSessions({
    store,
    signer: createTokenSigner({ secret: tokenSecret.get, now: clock.now }),
    clock: accountClock,
    lifetimes: config,
    onRevocation: keyVerifier.apply,
  });

  // Observation and background work.
  const pool = createIsolatePool(compute, config);
  const { tracer } = options;
  const metrics = createMetrics({
    health,
    compute: {
      waiting: () => pool.waiting,
      busy: () => pool.busy,
      isolates: () => compute.length,
    },
    hasEvents: topic !== undefined,
    droppedLines: options.droppedLines,
  });
  const monitor = createDatabaseMonitor({
    database,
    logger,
    checkEveryMs: options.checkEveryMs,
    read: readSharedState,
    readStep: "sessions",
    probesIdleWrites: config.databaseUrl !== undefined,
    onTimerLate: metrics.onTimerLate,
  });
  const clockSkew = createClockSkew({
    database,
    clock,
    logger,
    onMeasured: metrics.onClockSkew,
    maxMs: options.maxClockSkewMs,
  });
  let exchange: PeriodicTask | undefined;
  const maintenance = createMaintenance({
    database,
    store,
    clock,
    logger,
    config,
    lookEveryMs: options.checkEveryMs,
    isReady,
  });

  // The request log.
  const quota = config.logQuotaBytes === undefined ? undefined : createLogQuota({
    maxBytes: config.logQuotaBytes,
    store: createLogUsageStore(database, clock.uuid()),
    clock,
  });
  const events = topic && createEvents({
    topic,
    database,
    logger,
    observer: metrics,
    consumes: config.consumer,
    relays: true,
    onDatabase: monitor.onWritten,
    tracer,
  });
  const writeBatch = events?.write ??
    traceWrites(insertEntries(database, { published: true }), "database", tracer);
  const requestLog = createGroupCommit({
    write: writeBatch,
    overlapAfterMs: events && OVERLAP_AFTER_MS,
    observer: {
      onQueued: ({ user, storedJson }) => quota?.add(user, storedJson().length),
      onFailed: ({ user, storedJson }) => quota?.takeBack(user, storedJson().length),
      onWritten: (batch) => {
        metrics.onWritten(batch);
        if (!events) monitor.onWritten(batch.error);
      },
      onPoisonEntry: (entry, reason) => {
        logger.error("entry_rejected", { id: entry.id, error: errorText(reason) });
        events?.deadLetter(entry, reason);
      },
      onNotRecorded: metrics.onNotRecorded,
    },
  });

  // Calculations and the HTTP interface.
  const cache = createCache();
  const maxSeconds = config.timeLimitMs / 1_000;
  let slowdownFactor = options.slowdownFactor;
  const unlimitedCalculator = createCalculator({
    slowdownFactor: () => slowdownFactor ??= measureSlowdown(() => performance.now()),
    maxDigits: config.maxDigits,
    maxSeconds,
    cache,
    compute: tracePool(pool, tracer),
    requestLog: traceRequestLog(requestLog, tracer),
    observer: metrics,
    clock,
    onEntryLost: (error) => logger.error("entry_lost", { error: errorText(error) }),
  });
  const calculator = quota
    ? createQuotaCalculator(unlimitedCalculator, quota)
    : unlimitedCalculator;
  const throttle = config.addressRate === undefined ? undefined : createThrottle({
    now: clock.elapsed,
    requestsPerSecond: config.addressRate,
    onThrottled: createThrottleObserver({ logger, metrics, now: clock.elapsed }),
  });
  const app = createApp({
    operations: OPERATIONS,
    calculator,
    batches: createBatches({ calculator, clock, maxSeconds }),
    accounts: createAccounts({
      store,
      hasher,
      estimator,
      sessions,
      clock: accountClock,
      onDeleted: maintenance.forgetDeletedNames,
    }),
    passwordEstimator: estimator,
    clock,
    deviceSigner: createDeviceSigner(tokenSecret.get),
    sessions,
    apiKeys: createApiKeys({
      store: keyStore,
      sessions,
      clock: accountClock,
      randomKey,
      isEnabled: config.apiKeys,
    }),
    keyVerifier,
    logReader: createLogReader({
      database,
      admission: createReadAdmission(database),
      onDamagedEntry: monitor.onDamagedEntry,
    }),
    logQuota: quota,
    recordedResults: createRecordedResults(cache),
    rateLimiter: createRateLimiter(),
    throttle,
    watchGrowth: createMemoryGrowth({ isWorking: () => hasher.running > 0 || pool.busy > 0 }),
    requests: createRequestLogger(logger, metrics),
    tracer,
    security: createSecurityLog(logger),
    health,
    exposeMetrics: metrics.expose,
    settings: { ...config, version: VERSION },
  });

  function createCache(): ResultCache {
    const levels = [{ name: "memory", cache: createMemoryCache(config.cacheBytes) }];
    if (redis) {
      levels.push({ name: "redis", cache: createRedisCache({ redis, secret: tokenSecret.get }) });
    }
    return createTieredCache(levels, metrics);
  }

  function createRateLimiter(): RateLimiter {
    const own = createMemoryRateLimiter(clock.elapsed);
    return redis ? createRedisRateLimiter({ redis, fallback: own }) : own;
  }

  async function readSharedState(): Promise<void> {
    await clockSkew.measure();
    await tokenSecret.load();
    const revocations = await sessions.refresh();
    // Not logged on the first read, which returns all revocations, however old.
    if (!isReady()) return;
    for (const { userId } of revocations) logger.info("sessions_revoked", { user: userId });
  }

  function isReady(): boolean {
    return monitor.health().ready;
  }

  function health(): Health {
    const { seconds } = clockSkew;
    const own = {
      ...monitor.health(),
      ...(seconds !== undefined && { clockSkew: seconds }),
      cache: redis?.state ?? "off",
      events: "off",
    } as const;
    const all = events ? events.health(own) : own;
    if (!all.ready || clockSkew.isTolerated) return all;
    return { ...all, recording: false, ready: false, waitingFor: "clock" };
  }

  async function stop(answered: Promise<unknown> = Promise.resolve()): Promise<void> {
    const timer = setTimeout(pool.close, DRAIN_MS);
    const background = events?.stop();
    await Promise.allSettled([answered]);
    clearTimeout(timer);
    monitor.stop();
    maintenance.stop();
    redis?.stop();
    await Promise.all([requestLog.idle(), background, exchange?.stop()]);
    if (isReady()) await quota?.synchronize().catch(() => {});
    await Promise.all([events?.close(), database.close()]);
  }

  return {
    fetch: (request, info) => {
      const response = app.fetch(request, info);
      return request.method === "HEAD" ? headResponse(response) : response;
    },
    health,
    throttle,
    start: async () => {
      maintenance.start();
      exchange = quota && runPeriodically(
        async () => {
          if (isReady()) await quota.synchronize();
        },
        // The monitor reports a database that cannot be reached.
        { pauseMs: EXCHANGE_EVERY_MS, onError() {} },
      );
      await Promise.all([monitor.start(), redis?.start(), events?.start()]);
    },
    stopCalculations: pool.close,
    stop,
  };
}

async function headResponse(response: Response | Promise<Response>): Promise<Response> {
  return preventZeroContentLength(await response);
}

function createSecurityLog(logger: Logger): SecurityObserver {
  return {
    onSecurityEvent: (event, details) =>
      logger.info(event, {
        username: details.username,
        user: details.userId,
        subject: details.subjectId,
        change: details.change,
        key: details.keyId,
        reason: details.reason,
        address: details.address,
        request_id: details.requestId,
      }),
  };
}
