import { sql } from "kysely";
import type { Database } from "./database.ts";
import { MIGRATION_NAMES } from "./migration_names.ts";

/**
 * Applies all pending migrations under a lock and returns their names. Calls `onReachable` when the
 * database has replied; the migrations may then take hours. Throws the errors of the driver.
 */
export async function migrate(
  database: Database,
  onReachable: () => void = () => {},
): Promise<string[]> {
  // Raw SQL runs on SQLite's writer, which creates the file that the reader opens.
  await sql`select 1`.execute(database.kysely);
  onReachable();
  if (isComplete(await appliedMigrations(database))) return [];
  // Importing the migrator takes longer than finding out that nothing is pending.
  const { applyMigrations } = await import("./apply_migrations.ts");
  try {
    return await applyMigrations(database);
  } catch (error) {
    throw laterMigrationError(await appliedMigrations(database)) ?? error;
  }
}

/**
 * The error of a database with migrations that this version does not know, or undefined if it knows
 * all of them.
 */
export function laterMigrationError(applied: readonly string[]): Error | undefined {
  const unknown = applied.find((name) => !isKnown(name));
  if (unknown === undefined) return undefined;
  return new Error(
    `The database was made by a later version of this program, with migration ` +
      `${JSON.stringify(unknown)}: start that version, or restore a backup made by this one`,
  );
}

function isComplete(applied: readonly string[]): boolean {
  return applied.length === MIGRATION_NAMES.length && applied.every(isKnown);
}

function isKnown(name: string): boolean {
  return (MIGRATION_NAMES as readonly string[]).includes(name);
}

/** The names of the applied migrations; empty if they cannot be read. */
async function appliedMigrations({ kysely }: Database): Promise<string[]> {
  const query = kysely.withTables<{ kysely_migration: { name: string } }>()
    .selectFrom("kysely_migration").select("name").orderBy("name");
  const rows = await query.execute().catch(() => []);
  return rows.map(({ name }) => name);
}
