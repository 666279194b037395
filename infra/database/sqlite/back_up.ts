import { backup, DatabaseSync } from "node:sqlite";

/** More pages than a database has: with fewer per step, a commit between steps starts it over. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database, which may be in use, as of one commit. Writers continue meanwhile; the
 * write-ahead log grows until the copy is complete. The target must be an empty file. Throws
 * SQLite's error.
 */
export async function backUpSqlite(source: string, target: string): Promise<void> {
  const database = new DatabaseSync(source, { timeout: 5_000 });
  try {
    await backup(database, target, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}
