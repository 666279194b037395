import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { createSqliteClient, type SqliteClient } from "./client.ts";
import type { StatementResult } from "./connection.ts";
import { type AcquireLock, createMutex } from "../../async/mutex.ts";

const LOCK_PAUSE_MS = 50;

export interface SqlitePorts {
  readonly writer: MessagePort;
  readonly reader: MessagePort;
}

export interface SqliteLimits {
  /** For a statement, and before it for the transactions of others. */
  readonly statementMs: number;
  /** For other processes that write; SQLite itself waits a few seconds for them. */
  readonly lockMs: number;
}

/** The isolates of a database, for every dialect that uses it. */
export interface SqliteIsolates {
  readonly writer: SqliteClient;
  readonly reader: SqliteClient;
  /** Waits until no transaction is open. */
  readonly acquireLock: AcquireLock;
}

export function connectSqlite({ writer, reader }: SqlitePorts): SqliteIsolates {
  return {
    writer: createSqliteClient(writer),
    reader: createSqliteClient(reader),
    acquireLock: createMutex("No answer from SQLite"),
  };
}

/**
 * SQLite behind two isolates: `select` outside a transaction goes to the reader, everything else to
 * the writer, whose transactions take turns.
 */
export function createSqliteDialect(isolates: SqliteIsolates, limits: SqliteLimits): Dialect {
  return {
    createAdapter: () => new IsolateAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database: Kysely<unknown>): DatabaseIntrospector =>
      new SqliteIntrospector(database),
    createDriver: () => new IsolateDriver(isolates, limits),
  };
}

/** Kysely's own takes turns for reads too, and migrates outside of transactions. */
class IsolateAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class IsolateDriver implements Driver {
  readonly #isolates: SqliteIsolates;
  readonly #limits: SqliteLimits;

  constructor(isolates: SqliteIsolates, limits: SqliteLimits) {
    this.#isolates = isolates;
    this.#limits = limits;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<IsolateConnection> {
    return Promise.resolve(new IsolateConnection(this.#isolates, this.#limits));
  }

  async beginTransaction(connection: IsolateConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: IsolateConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: IsolateConnection): Promise<void> {
    await connection.rollback();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return Promise.resolve();
  }
}

class IsolateConnection implements DatabaseConnection {
  readonly #isolates: SqliteIsolates;
  readonly #limits: SqliteLimits;
  #endTurn: (() => void) | undefined;

  constructor(isolates: SqliteIsolates, limits: SqliteLimits) {
    this.#isolates = isolates;
    this.#limits = limits;
  }

  async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changes } = await this.#run(sql, parameters, query.kind === "SelectQueryNode");
    return { rows: rows as Row[], numAffectedRows: BigInt(changes) };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("Cannot stream: page through the rows instead");
  }

  async begin(): Promise<void> {
    this.#endTurn = await this.#isolates.acquireLock(this.#limits.statementMs);
    try {
      await this.#whenUnlocked(() => this.#write("begin immediate"));
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** When it fails the transaction may still be open: its turn lasts until the rollback. */
  async commit(): Promise<void> {
    await this.#write("commit");
    this.#finish();
  }

  /**
   * Comes before all later statements, also where `begin` or `commit` is carried out too late; fails
   * where nothing is open any more, which is as well.
   */
  async rollback(): Promise<void> {
    const rolledBack = this.#write("rollback").catch(() => undefined);
    this.#finish();
    await rolledBack;
  }

  #finish(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }

  #run(sql: string, parameters: readonly unknown[], isRead: boolean): Promise<StatementResult> {
    if (this.#endTurn) return this.#write(sql, parameters);
    const { reader, acquireLock } = this.#isolates;
    if (isRead) return reader.run(sql, parameters, this.#limits.statementMs);
    return this.#whenUnlocked(async () => {
      const endTurn = await acquireLock(this.#limits.statementMs);
      const result = this.#write(sql, parameters);
      endTurn();
      return result;
    });
  }

  #write(sql: string, parameters: readonly unknown[] = []): Promise<StatementResult> {
    return this.#isolates.writer.run(sql, parameters, this.#limits.statementMs);
  }

  /** Tries again while another process writes: nothing has been done then. */
  async #whenUnlocked<Result>(attempt: () => Promise<Result>): Promise<Result> {
    const due = performance.now() + this.#limits.lockMs;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!isLocked(error) || performance.now() >= due) throw error;
        await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
      }
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /^database is locked/.test(error.message);
}
