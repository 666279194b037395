import type { Damage, HealthChecks, Readiness, StartStep } from "../domain/ports.ts";
import { type PeriodicTask, runPeriodically } from "../infra/async/run_periodically.ts";
import type { Database } from "../infra/database/database.ts";
import { migrate } from "../infra/database/migrate.ts";
import { createFailureLog } from "../infra/telemetry/failure_log.ts";
import type { Logger } from "../infra/telemetry/logger.ts";

const CHECK_EVERY_MS = 1_000;

/** A replica whose entries go to Kafka would not notice otherwise that its database rejects them. */
const PROBE_IDLE_AFTER_MS = 10_000;

/** Damaged entries that are logged, each once. */
const MAX_LOGGED_ENTRIES = 1_000;

/** The part of the service's health that concerns the database. */
export type DatabaseHealth = Pick<HealthChecks, "database" | "recording" | "damage"> & Readiness;

export interface DatabaseMonitorOptions {
  readonly database: Database;
  readonly logger: Logger;
  /** Time between checks; 1 s by default. */
  readonly checkEveryMs?: number | undefined;
  /** Reads the state that requests need. Throws if the database cannot be read. */
  readonly read: () => Promise<void>;
  /** Reported as `waitingFor` from the end of the migration until `read` succeeds. */
  readonly readStep: StartStep;
  /**
   * Whether checks probe writes also while none has failed: if no write has been reported for 10 s.
   * After a failed write they are always probed.
   */
  readonly probesIdleWrites?: boolean;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  /** Called with the seconds by which the timer of a check was late. */
  readonly onTimerLate?: (seconds: number) => void;
}

/**
 * Tries to migrate the database until that succeeds, then checks the database periodically. Logs
 * `database_failing` and `database_ok`.
 */
export interface DatabaseMonitor {
  /** Resolves after the first check, whether or not it succeeded. */
  start(): Promise<void>;
  /** Resolves when the check in progress has ended. Later failures are not logged. */
  stop(): Promise<void>;
  readonly health: () => DatabaseHealth;
  /** Reports the outcome of a write: its error, or undefined if it succeeded. */
  onWritten(error: unknown): void;
  /** Reports a log entry that is damaged. */
  onDamagedEntry(id: string): void;
}

export function createDatabaseMonitor(options: DatabaseMonitorOptions): DatabaseMonitor {
  const { database, logger, read, readStep, probesIdleWrites = false } = options;
  const { onTimerLate = () => {}, now = () => performance.now() } = options;
  const { checkEveryMs = CHECK_EVERY_MS } = options;
  const failureLog = createFailureLog({ logger, level: "error", now });
  let readiness: Readiness = { ready: false, waitingFor: "database" };
  let isMigrated = false;
  let canRead = true;
  let canWrite = true;
  let damage: Damage | undefined;
  const damagedEntries = new Set<string>();
  let isStopped = false;
  let writtenAt = -Infinity;
  let task: PeriodicTask | undefined;

  async function check(): Promise<void> {
    if (!isMigrated) await applyMigrations();
    if (!readiness.ready) waitFor(readStep);
    await read().finally(noteDamage);
    if (!canWrite || isIdle()) await database.probeWrite().then(() => onWritten(), onWritten);
    readiness = { ready: true };
    onRead(undefined);
  }

  function isIdle(): boolean {
    return probesIdleWrites && now() - writtenAt >= PROBE_IDLE_AFTER_MS;
  }

  async function applyMigrations(): Promise<void> {
    waitFor("database");
    const applied = await migrate(database, () => waitFor("migration"));
    if (applied.length > 0) logger.info("migrations_applied", { migrations: applied });
    isMigrated = true;
  }

  function waitFor(waitingFor: StartStep): void {
    readiness = { ready: false, waitingFor };
  }

  function onRead(error: unknown): void {
    canRead = error === undefined;
    report(error);
  }

  function onWritten(error?: unknown): void {
    if (error === undefined) writtenAt = now();
    canWrite = error === undefined;
    report(error);
  }

  function noteDamage(): void {
    const error = database.firstDamage();
    if (error === undefined || damage === "database") return;
    damage = "database";
    logger.error("database_damaged", { error });
  }

  function onDamagedEntry(id: string): void {
    damage ??= "entries";
    if (damagedEntries.has(id) || damagedEntries.size >= MAX_LOGGED_ENTRIES) return;
    damagedEntries.add(id);
    logger.error("entry_damaged", { id });
  }

  function isWorking(): boolean {
    return canRead && canWrite;
  }

  /** A success of reads says nothing about writes, and the other way round. */
  function report(error: unknown): void {
    if (isStopped || (error === undefined && !isWorking())) return;
    failureLog.report("database", error);
  }

  return {
    start: () => {
      task = runPeriodically(check, {
        periodMs: checkEveryMs,
        onError: onRead,
        onTimer: (lateMs) => onTimerLate(lateMs / 1000),
      });
      return task.first;
    },
    stop: async () => {
      isStopped = true;
      await task?.stop();
    },
    health: () => ({
      database: readiness.ready && isWorking() ? "ok" : "failing",
      recording: isMigrated && isWorking(),
      ...(damage && { damage }),
      ...readiness,
    }),
    onWritten,
    onDamagedEntry,
  };
}
