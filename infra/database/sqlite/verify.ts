import { DatabaseSync } from "node:sqlite";

/** What a database file contains. */
export interface FileContents {
  /** Names of the applied migrations, oldest first. */
  readonly migrations: readonly string[];
  /** Entries in the request log. */
  readonly entries: number;
}

/**
 * Checks every page and index of a database file that no process uses, and folds its write-ahead log
 * into it. Throws SQLite's error, or an error with its first finding, if the file is damaged or is no
 * database of this program.
 */
export function verifySqlite(path: string): FileContents {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    database.exec("pragma journal_mode = delete");
    const finding = column(database, "pragma integrity_check")[0];
    if (finding !== "ok") throw new Error(`It is damaged: ${finding}`);
    if (column(database, HAS_MIGRATIONS).length === 0) {
      throw new Error("It is not a database of this program");
    }
    return {
      migrations: column(database, "select name from kysely_migration order by name").map(String),
      entries: Number(column(database, "select count(*) from request_log")[0]),
    };
  } finally {
    database.close();
  }
}

const HAS_MIGRATIONS = "select name from sqlite_master where name = 'kysely_migration'";

/** The first column of a query. */
function column(database: DatabaseSync, sql: string): unknown[] {
  return database.prepare(sql).all().map((row) => Object.values(row)[0]);
}
