import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import * as tables from "./migrations/001_tables.ts";

/** In the order in which they are applied; a migration that was released never changes. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "001_tables": tables,
};

/** Brings the tables up to date and returns the names of the migrations applied. */
export async function migrate<Schema>(database: Kysely<Schema>): Promise<string[]> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}
