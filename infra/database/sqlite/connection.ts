import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** Prepared statements kept by their text. */
const KEPT_STATEMENTS = 200;

export interface StatementResult {
  readonly rows: Record<string, unknown>[];
  readonly changes: number;
}

/** One SQLite connection. A database that cannot be opened is tried again at each statement. */
export interface SqliteConnection {
  /** Runs one statement; throws SQLite's error. */
  run(sql: string, parameters: readonly unknown[]): StatementResult;
  close(): void;
}

export function openSqlite(path: string, readOnly: boolean): SqliteConnection {
  let database: DatabaseSync | undefined;
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
    database ??= open();
    let statement = statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      if (statements.size >= KEPT_STATEMENTS) statements.clear();
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
