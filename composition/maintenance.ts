import type { Revocation } from "../domain/accounts/types.ts";
import { unavailable } from "../domain/errors.ts";
import type { AccountStore, Clock, Health } from "../domain/ports.ts";
import { errorText } from "../domain/error_text.ts";
import type { Config } from "../infra/config/config.ts";
import type { Database } from "../infra/database/database.ts";
import { purgeLog } from "../infra/database/purge_log.ts";
import { migrate } from "../infra/database/migrate.ts";
import type { Settings } from "../infra/database/settings.ts";
import type { Logger } from "../infra/telemetry/logger.ts";
import { createDatabaseHealth } from "./database_health.ts";

const EVERY_MS = 1_000;
const CLEAN_EVERY_MS = 3_600_000;
const CLEAN_AGAIN_MS = 60_000;
const SECRET_BYTES = 48;

export interface MaintenanceOptions {
  readonly database: Database;
  readonly store: AccountStore;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Pick<Config, "jwtSecret" | "logRetentionMs" | "kafkaBrokers">;
  /** Returns the revocations that others have written. */
  readonly refreshSessions: () => Promise<Revocation[]>;
  /** How late the timer was, in seconds. */
  readonly onLateTimer: (seconds: number) => void;
}

/** What happens without being asked for: migrating, learning of revocations, cleaning, checking. */
export interface Maintenance {
  start(): Promise<void>;
  stop(): void;
  readonly health: () => Health;
  /** The secret that signs tokens; throws `unavailable` until it is known. */
  readonly tokenSecret: () => string;
  /** Tells that entries were recorded, or the error for which they were not. */
  onRecorded(error: unknown): void;
}

export function createMaintenance(options: MaintenanceOptions): Maintenance {
  const { database, store, settings, clock, logger, config, refreshSessions } = options;
  const condition = createDatabaseHealth(logger, { worksAtFirst: true });
  let secret = config.jwtSecret;
  let migrated = false;
  let ready = false;
  let waitingFor: Health["waitingFor"] = "database";
  let cleanAt = 0;
  let isCleaning = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  async function keepUp(): Promise<void> {
    try {
      if (!migrated) await applyMigrations();
      if (!ready) waitingFor = "sessions";
      secret ??= await settings.getOrCreate("token_secret", randomSecret());
      for (const { userId } of await refreshSessions()) {
        if (ready) logger.info("sessions_revoked", { user: userId });
      }
      if (!condition.canWrite) await probeWriting();
      ready = true;
      waitingFor = undefined;
      condition.read();
    } catch (error) {
      condition.read(error);
    }
    if (ready && !isStopped && !isCleaning && clock.now() >= cleanAt) clean();
  }

  async function applyMigrations(): Promise<void> {
    waitingFor = "database";
    const applied = await migrate(database, () => waitingFor = "migration");
    if (applied.length > 0) logger.info("migrations_applied", { migrations: applied });
    migrated = true;
  }

  async function probeWriting(): Promise<void> {
    await settings.put("write_probe", new Date(clock.now()).toISOString());
    condition.wrote();
  }

  /** Takes as long as it must, beside everything else. */
  async function clean(): Promise<void> {
    isCleaning = true;
    const now = clock.now();
    const isClean = [
      await attempt("expired sessions", () => store.removeExpired(now)),
      await attempt("request log", () => purge(now)),
    ].every(Boolean);
    cleanAt = isClean ? now + CLEAN_EVERY_MS : clock.now() + CLEAN_AGAIN_MS;
    isCleaning = false;
  }

  /** Whether it succeeded. */
  async function attempt(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isStopped) logger.warn("cleanup_failed", { what, error: errorText(error) });
      return false;
    }
  }

  async function purge(now: number): Promise<void> {
    if (config.logRetentionMs === undefined) return;
    const before = now - config.logRetentionMs;
    const keepUnpublished = config.kafkaBrokers.length > 0;
    const purged = await purgeLog(database.kysely, { before, keepUnpublished });
    if (purged > 0) logger.info("log_purged", { entries: purged });
  }

  async function run(): Promise<void> {
    const began = performance.now();
    await keepUp();
    if (isStopped) return;
    const now = performance.now();
    const due = Math.max(now, began + EVERY_MS);
    timer = setTimeout(() => {
      options.onLateTimer(Math.max(0, performance.now() - due) / 1000);
      run();
    }, due - now);
  }

  return {
    start: run,
    stop: () => {
      isStopped = true;
      condition.stop();
      clearTimeout(timer);
    },
    onRecorded: condition.wrote,
    health: () => ({
      database: ready && condition.isWorking ? "ok" : "failing",
      cache: "off",
      events: "off",
      recording: migrated && condition.isWorking === true,
      ready,
      waitingFor,
    }),
    tokenSecret: () => {
      if (secret === undefined) throw unavailable("The secret of the tokens is not known yet");
      return secret;
    },
  };
}

function randomSecret(): string {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).toBase64();
}
