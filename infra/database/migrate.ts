import { sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";
import * as tables from "./migrations/001_tables.ts";
import * as published from "./migrations/002_published.ts";
import * as expiry from "./migrations/003_expiry.ts";
import * as apiKeys from "./migrations/004_api_keys.ts";
import * as logUsage from "./migrations/006_log_usage.ts";
import * as sessionsAndDeletion from "./migrations/007_sessions_and_deletion.ts";

/** In the order of application. A released migration must never change. */
const MIGRATIONS = {
  "001_tables": tables,
  "002_published": published,
  "003_expiry": expiry,
  "004_api_keys": apiKeys,
  "006_log_usage": logUsage,
  "007_sessions_and_deletion": sessionsAndDeletion,
};

/**
 * Applies all pending migrations under a lock and returns their names. Calls `onReachable` when the
 * database has replied; the migrations may then take hours. Throws the errors of the driver.
 */
export async function migrate(
  { kysely, features, withoutTimeouts }: Database,
  onReachable: () => void = () => {},
): Promise<string[]> {
  // Raw SQL runs on SQLite's writer, which creates the file that the reader opens.
  await sql`select 1`.execute(kysely);
  onReachable();
  const migrations: Record<string, Migration> = {};
  for (const [name, { up }] of Object.entries(MIGRATIONS)) {
    migrations[name] = { up: (database) => up(database, features) };
  }
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error, results = [] } = await withoutTimeouts((kysely) =>
    new Migrator({ db: kysely, provider }).migrateToLatest()
  );
  if (error) throw laterMigrationError(await appliedMigrations(kysely)) ?? error;
  return results.map(({ migrationName }) => migrationName);
}

/**
 * The error of a database with migrations that this version does not know, or undefined if it knows
 * all of them.
 */
export function laterMigrationError(applied: readonly string[]): Error | undefined {
  const unknown = applied.find((name) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown === undefined) return undefined;
  return new Error(
    `The database was made by a later version of this program, with migration ` +
      `${JSON.stringify(unknown)}: start that version, or restore a backup made by this one`,
  );
}

async function appliedMigrations(kysely: Database["kysely"]): Promise<string[]> {
  const query = sql<{ name: string }>`select name from kysely_migration order by name`;
  const result = await query.execute(kysely).catch(() => ({ rows: [] }));
  return result.rows.map(({ name }) => name);
}
