import type { Kysely } from "kysely";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { Schema } from "./schema.ts";

/** What databases can do that not all can. */
export interface DatabaseFeatures {
  /** Tables may be stored in the order of their key, which saves an index. */
  readonly clusteredTables: boolean;
  /** Text is compared byte by byte unless it is asked for otherwise. */
  readonly binaryText: boolean;
  /** Transactions write beside each other, and rows that one relies on have to be locked. */
  readonly rowLocks: boolean;
}

/** How long a statement may take, or wait, in work that is done patiently. */
export const UNLIMITED_MS = 24 * 3_600_000;

/** The database behind every store. Its methods throw what the driver throws. */
export interface Database {
  readonly kysely: Kysely<Schema>;
  readonly features: DatabaseFeatures;
  /**
   * Stores entries in one statement. Those that are stored already stay as they are, except that
   * what has been published once is published.
   */
  insertEntries(entries: readonly PendingEntry[], published: boolean): Promise<void>;
  /** Whether an error of `insertEntries` would come again for the same entries. */
  isPermanent(error: unknown): boolean;
  /** Runs the work unless work of the same name runs on this database; tells whether it ran. */
  tryWithLock(name: string, work: () => Promise<void>): Promise<boolean>;
  /**
   * Runs work whose statements may take hours, such as migrating. What is under way when the process
   * ends is undone.
   */
  withoutTimeouts<Result>(work: (kysely: Kysely<Schema>) => Promise<Result>): Promise<Result>;
  /** Ends what is under way if that takes long; resolves when nothing is left of its connections. */
  close(): Promise<void>;
}
