import { type Migration, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";
import type { MigrationName } from "./migration_names.ts";
import * as tables from "./migrations/001_tables.ts";
import * as published from "./migrations/002_published.ts";
import * as expiry from "./migrations/003_expiry.ts";
import * as apiKeys from "./migrations/004_api_keys.ts";
import * as logUsage from "./migrations/006_log_usage.ts";
import * as sessionsAndDeletion from "./migrations/007_sessions_and_deletion.ts";
import * as uuidColumns from "./migrations/008_uuid_columns.ts";

const MIGRATIONS = {
  "001_tables": tables,
  "002_published": published,
  "003_expiry": expiry,
  "004_api_keys": apiKeys,
  "006_log_usage": logUsage,
  "007_sessions_and_deletion": sessionsAndDeletion,
  "008_uuid_columns": uuidColumns,
} as const satisfies Record<MigrationName, unknown>;

/**
 * Applies all pending migrations under a lock and returns their names. Throws the error of the driver
 * or of the migrator.
 */
export async function applyMigrations(
  { features, withoutTimeouts }: Pick<Database, "features" | "withoutTimeouts">,
): Promise<string[]> {
  const migrations: Record<string, Migration> = {};
  for (const [name, { up }] of Object.entries(MIGRATIONS)) {
    migrations[name] = { up: (database) => up(database, features) };
  }
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error, results = [] } = await withoutTimeouts((kysely) =>
    new Migrator({ db: kysely, provider }).migrateToLatest()
  );
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}
