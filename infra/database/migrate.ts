import { sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";
import * as tables from "./migrations/001_tables.ts";
import * as published from "./migrations/002_published.ts";
import * as expiry from "./migrations/003_expiry.ts";

/** In the order in which they are applied; a migration that was released never changes. */
const MIGRATIONS = { "001_tables": tables, "002_published": published, "003_expiry": expiry };

/**
 * Brings the tables up to date and returns the names of the migrations applied. That may take hours
 * from when the database has answered.
 */
export async function migrate(
  { kysely, features, withoutTimeouts }: Database,
  onAnswer: () => void = () => {},
): Promise<string[]> {
  // Goes to SQLite's writer, without which the reader would have no file to open.
  await sql`select 1`.execute(kysely);
  onAnswer();
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
