import { errorText } from "../domain/error_text.ts";
import type { AccountStore, Clock } from "../domain/ports.ts";
import { type PeriodicTask, runPeriodically } from "../infra/async/run_periodically.ts";
import type { Config } from "../infra/config/config.ts";
import type { Database } from "../infra/database/database.ts";
import { mapDatabaseErrors } from "../infra/database/map_database_errors.ts";
import { purgeLog } from "../infra/database/purge_log.ts";
import { forgetNames } from "../infra/request_log/forget_names.ts";
import type { Logger } from "../infra/telemetry/logger.ts";
import { createSteadyTime } from "./steady_time.ts";

/** A wrong date at the start of the machine is usually set right by then. */
const FIRST_AFTER_MS = 600_000;

const LOOK_EVERY_MS = 1_000;
const CLEAN_EVERY_MS = 3_600_000;
const RETRY_AFTER_MS = 60_000;

export interface MaintenanceOptions {
  readonly database: Database;
  readonly store: AccountStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Pick<Config, "logRetentionMs" | "kafkaBrokers">;
  /** Time between looks at the clock; 1 s by default. */
  readonly lookEveryMs?: number | undefined;
  /** Whether the tables exist. */
  readonly isReady: () => boolean;
}

/**
 * Hourly deletion of expired sessions and of request log entries beyond the retention period, which
 * a wrong date does not hasten, and removal of the names of deleted users from the log. A log that
 * an earlier version made is converted as soon as the tables exist.
 */
export interface Maintenance {
  start(): void;
  /** Makes the removal of names due now, and nothing that a wrong date could delete too early. */
  forgetDeletedNames(): void;
  /** Does not wait for a statement in progress. */
  stop(): void;
}

/** A part of the cleanup with its own schedule. */
interface Step {
  runIfDue(signal: AbortSignal): Promise<void>;
  /** Makes the step due now, again if it is running. */
  hasten(): void;
}

export function createMaintenance(options: MaintenanceOptions): Maintenance {
  const { database, store, clock, logger, config, isReady } = options;
  const { lookEveryMs = LOOK_EVERY_MS } = options;
  const steadyTime = createSteadyTime(clock);
  let isConverted = false;
  let conversionDueAt = -Infinity;
  let tasks: readonly PeriodicTask[] = [];
  const sessionsStep = createStep("expired sessions", store.removeExpired);
  const logStep = createStep("request log", purge);
  const namesStep = createStep("names of deleted users", forget);

  async function cleanIfDue(signal: AbortSignal): Promise<void> {
    for (const step of [sessionsStep, logStep, namesStep]) await step.runIfDue(signal);
  }

  /** A failure of one step does not block the others. */
  function createStep(what: string, work: (now: number) => Promise<void>): Step {
    let dueAt = clock.elapsed() + FIRST_AFTER_MS;

    async function runIfDue(signal: AbortSignal): Promise<void> {
      const now = steadyTime();
      const elapsed = clock.elapsed();
      if (!isReady() || elapsed < dueAt) return;
      dueAt = elapsed + CLEAN_EVERY_MS;
      try {
        await work(now);
      } catch (error) {
        dueAt = Math.min(dueAt, elapsed + RETRY_AFTER_MS);
        if (!signal.aborted) logger.warn("cleanup_failed", { what, error: errorText(error) });
      }
    }

    return {
      runIfDue,
      hasten: () => {
        dueAt = -Infinity;
      },
    };
  }

  async function forget(now: number): Promise<void> {
    const entries = await mapDatabaseErrors(() => forgetNames(database, now));
    if (entries > 0) logger.info("names_forgotten", { entries });
  }

  async function purge(now: number): Promise<void> {
    if (config.logRetentionMs === undefined) return;
    const before = now - config.logRetentionMs;
    const keepUnpublished = config.kafkaBrokers.length > 0;
    const purged = await purgeLog(database, { before, keepUnpublished });
    if (purged > 0) logger.info("log_purged", { entries: purged });
  }

  async function convertIfDue(signal: AbortSignal): Promise<void> {
    if (isConverted || !isReady() || clock.elapsed() < conversionDueAt) return;
    try {
      isConverted = await database.convertLog({
        signal,
        onStart: () => logger.info("log_converting"),
        onConverted: (entries) => logger.info("log_converted", { entries }),
      });
    } catch (error) {
      if (!signal.aborted) logger.warn("log_conversion_failed", { error: errorText(error) });
    }
    conversionDueAt = clock.elapsed() + RETRY_AFTER_MS;
  }

  return {
    start: () => {
      tasks = [cleanIfDue, convertIfDue].map((work) =>
        runPeriodically(work, { pauseMs: lookEveryMs, onError() {} })
      );
    },
    forgetDeletedNames: namesStep.hasten,
    stop: () => {
      for (const task of tasks) task.stop();
    },
  };
}
