import type { Kysely } from "kysely";
import { unavailable } from "../../domain/errors.ts";
import type { AccountStore, Clock, Health } from "../../domain/ports.ts";
import type { Config } from "../config/config.ts";
import { purgeLog } from "../database/maintenance.ts";
import { migrate } from "../database/migrate.ts";
import type { Schema } from "../database/schema.ts";
import type { Settings } from "../database/settings.ts";
import { errorText, type Logger } from "../telemetry/logger.ts";

const EVERY_MS = 1_000;
const CLEAN_EVERY_MS = 3_600_000;
const SECRET_BYTES = 48;

export interface UpkeepOptions {
  readonly database: Kysely<Schema>;
  readonly store: AccountStore;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Pick<Config, "jwtSecret" | "logRetentionMs">;
  readonly refreshSessions: () => Promise<void>;
  /** How late the timer was, in seconds. */
  readonly onLateTimer: (seconds: number) => void;
}

/** What happens without being asked for: migrating, learning of revocations, cleaning, checking. */
export interface Upkeep {
  start(): Promise<void>;
  stop(): void;
  readonly health: () => Health;
  /** The secret that signs tokens; throws `unavailable` until it is known. */
  readonly tokenSecret: () => string;
  /** Tells that entries were recorded, or the error for which they were not. */
  recorded(error: unknown): void;
}

export function createUpkeep(options: UpkeepOptions): Upkeep {
  const { database, store, settings, clock, logger, config, refreshSessions } = options;
  let secret = config.jwtSecret;
  let migrated = false;
  let ready = false;
  /** Undefined until the first try. */
  let canRead: boolean | undefined;
  let canWrite = true;
  let cleanAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function keepUp(): Promise<void> {
    try {
      if (!migrated) await applyMigrations();
      secret ??= await settings.getOrCreate("token_secret", randomSecret());
      await refreshSessions();
      if (!canWrite) await probeWriting();
      if (clock.now() >= cleanAt) await clean();
      ready = true;
      setReading(undefined);
    } catch (error) {
      setReading(error);
    }
  }

  async function applyMigrations(): Promise<void> {
    const applied = await migrate(database);
    if (applied.length > 0) logger.info("migrated", { migrations: applied });
    migrated = true;
  }

  async function probeWriting(): Promise<void> {
    await settings.put("write_probe", new Date(clock.now()).toISOString());
    recorded(undefined);
  }

  async function clean(): Promise<void> {
    const now = clock.now();
    cleanAt = now + CLEAN_EVERY_MS;
    await store.removeExpired(now);
    if (config.logRetentionMs === undefined) return;
    const purged = await purgeLog(database, now - config.logRetentionMs);
    if (purged > 0) logger.info("log_purged", { entries: purged });
  }

  function setReading(error: unknown): void {
    const works = error === undefined;
    if (works !== canRead) tellChange(works && canWrite, error);
    canRead = works;
  }

  function recorded(error: unknown): void {
    const works = error === undefined;
    if (works !== canWrite) tellChange(works, error);
    canWrite = works;
  }

  function isWorking(): boolean {
    return canRead === true && canWrite;
  }

  function tellChange(works: boolean, error: unknown): void {
    if (works) logger.info("database_ok");
    else if (error !== undefined) logger.error("database_failing", { error: errorText(error) });
  }

  async function run(): Promise<void> {
    const due = performance.now() + EVERY_MS;
    await keepUp();
    timer = setTimeout(() => {
      options.onLateTimer(Math.max(0, performance.now() - due) / 1000);
      run();
    }, Math.max(0, due - performance.now()));
  }

  return {
    start: run,
    stop: () => clearTimeout(timer),
    recorded,
    health: () => ({
      database: isWorking() ? "ok" : "failing",
      cache: "off",
      events: "off",
      recording: isWorking(),
      ready,
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
