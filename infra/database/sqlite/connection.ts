import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** Maximum number of prepared statements in the cache. */
const CACHED_STATEMENTS = 200;

export interface StatementResult {
  readonly rows: Record<string, unknown>[];
  /** Rows inserted, updated or deleted; 0 for statements that return rows. */
  readonly changes: number;
}

/**
 * A SQLite connection. The file is opened at the first statement, and again after a failure to open
 * it. Once open, a file that is deleted or replaced fails every statement: what SQLite wrote to the
 * deleted file would be lost.
 */
export interface SqliteConnection {
  /** Runs one statement. Throws SQLite's error. */
  run(sql: string, parameters: readonly unknown[]): StatementResult;
  close(): void;
}

/** Creates a connection to a database file; a read-only one does not create the file. */
export function openSqlite(path: string, readOnly: boolean): SqliteConnection {
  let database: DatabaseSync | undefined;
  let openedFile: string | undefined;
  const statements = new Map<string, StatementSync>();

  function open(): DatabaseSync {
    const opened = new DatabaseSync(path, { readOnly, timeout: 5000 });
    try {
      if (!readOnly) opened.exec("pragma journal_mode = wal; pragma synchronous = full;");
      opened.exec("pragma temp_store = memory; pragma cache_size = -32000;");
      opened.exec("pragma wal_autocheckpoint = 4000;");
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  function prepare(sql: string): StatementSync {
    if (!database) {
      database = open();
      openedFile = fileId(path);
    } else if (fileId(path) !== openedFile) {
      throw new Error("The database file has been deleted or replaced since it was opened");
    }
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      if (statements.size >= CACHED_STATEMENTS) statements.clear();
      statements.set(sql, statement);
    }
    return statement;
  }

  function run(sql: string, parameters: readonly unknown[]): StatementResult {
    const statement = prepare(sql);
    const values = parameters as SQLInputValue[];
    if (statement.columns().length > 0) return { rows: statement.all(...values), changes: 0 };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  function close(): void {
    database?.close();
    database = undefined;
    statements.clear();
  }

  return { run, close };
}

/** Identifies the file at a path; undefined if there is none. */
function fileId(path: string): string | undefined {
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev} ${ino}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
