import type { Kysely } from "kysely";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { Schema } from "./schema.ts";

/** Differences between databases. */
export interface DatabaseFeatures {
  /** Tables can be stored in primary key order, which saves an index. */
  readonly clusteredTables: boolean;
  /** Text is compared byte by byte by default. */
  readonly binaryText: boolean;
  /** Transactions write concurrently, so that rows they depend on must be locked. */
  readonly rowLocks: boolean;
  /** UUIDs have a type of their own, which takes 16 bytes. */
  readonly uuidColumns: boolean;
}

/** Limit of a statement, or of a wait for a lock, within `withoutTimeouts`. */
export const UNLIMITED_MS = 24 * 3_600_000;

export interface ConvertLogOptions {
  readonly signal: AbortSignal;
  /** Called when rows are about to be copied. */
  readonly onStart?: () => void;
  /** Called when the log is converted, with the number of rows that this call has copied. */
  readonly onConverted?: (rows: number) => void;
}

/** The database behind all stores. Methods throw the errors of the driver. */
export interface Database {
  readonly kysely: Kysely<Schema>;
  /** For health checks: its reads do not wait behind those of requests. */
  readonly monitoring: Kysely<Schema>;
  /** Long reads that may run at the same time without delaying short statements. */
  readonly maxReads: number;
  readonly features: DatabaseFeatures;
  /**
   * Inserts entries in one statement. An entry whose id already exists is left unchanged, except
   * that `published` can turn from false to true.
   */
  insertEntries(entries: readonly PendingEntry[], published: boolean): Promise<void>;
  /**
   * Time of the database server in milliseconds since 1970, read on the connection for health
   * checks; undefined if the database has the clock of this process.
   */
  serverTime(): Promise<number | undefined>;
  /**
   * Makes a durable write that fails where `insertEntries` would: without permission, space or the
   * table, or while the table is locked. Adds no entry.
   */
  probeWrite(): Promise<void>;
  /** Whether `insertEntries` would fail with this error again for the same entries. */
  isPermanent(error: unknown): boolean;
  /** Whether the error reports that stored data is damaged, so that other rows may be readable. */
  isDamage(error: unknown): boolean;
  /** The first error so far that reported damage; undefined if there was none. */
  readonly firstDamage: () => string | undefined;
  /**
   * Runs the work while holding a lock that is unique to its name on this database. Returns false
   * without running it if the lock is taken.
   */
  tryWithLock(name: string, work: () => Promise<void>): Promise<boolean>;
  /**
   * Runs work whose statements may take hours, such as migrations. A statement that is running when
   * the process ends is rolled back.
   */
  withoutTimeouts<Result>(work: (kysely: Kysely<Schema>) => Promise<Result>): Promise<Result>;
  /**
   * Gives the ids in a request log of an earlier version the type that they have in this one, while
   * the log is being used. Returns whether they have it now: not if the signal was aborted or another
   * process is converting. Another call continues where one was interrupted.
   */
  convertLog(options: ConvertLogOptions): Promise<boolean>;
  /** Closes all connections. A statement that takes too long is aborted. */
  close(): Promise<void>;
}
