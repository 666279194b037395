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
import { createSqliteClient, type Lane, type SqliteClient } from "./client.ts";
import type { StatementResult } from "./connection.ts";
import { type AcquireLock, createMutex } from "../../async/mutex.ts";

/**
 * Reads sent to the reader at the same time: one runs while the next is already in its queue, and an
 * urgent one waits for no more than these.
 */
const MAX_SENT_READS = 2;

/** Pause between attempts while another process holds the write lock. */
const RETRY_MS = 50;

/** Message ports of the two database isolates. */
export interface SqlitePorts {
  readonly writer: MessagePort;
  readonly reader: MessagePort;
}

/** Time limits. */
export interface SqliteLimits {
  /** Executing a statement, and separately waiting for other transactions of this process. */
  readonly statementMs: number;
  /** Retrying while another process writes, in addition to SQLite's busy timeout of 5 s. */
  readonly lockMs: number;
  /** Order of reads outside transactions among those that wait; `normal` by default. */
  readonly lane?: Lane;
}

/** Clients of the isolates of one database, shared by all dialects on it. */
export interface SqliteIsolates {
  readonly writer: SqliteClient;
  readonly reader: SqliteClient;
  /** Serializes the write transactions of this process. */
  readonly acquireLock: AcquireLock;
}

/** Connects to the isolates. Must be called once for each pair of ports. */
export function connectSqlite({ writer, reader }: SqlitePorts): SqliteIsolates {
  return {
    // Withdrawing one statement of a transaction would change the meaning of the others.
    writer: createSqliteClient(writer, { maxSent: Infinity }),
    reader: createSqliteClient(reader, { maxSent: MAX_SENT_READS }),
    acquireLock: createMutex("No answer from SQLite"),
  };
}

/**
 * Kysely dialect for SQLite behind two isolates. `select` outside a transaction runs on the reader,
 * everything else on the writer, one transaction at a time.
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

/** Kysely's own adapter serializes reads as well and migrates without a transaction. */
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
  #releaseLock: (() => void) | undefined;

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
    this.#releaseLock = await this.#isolates.acquireLock(this.#limits.statementMs);
    try {
      await this.#whenUnlocked(() => this.#write("begin immediate"));
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** After a failure the transaction may be open: the lock is held until `rollback`. */
  async commit(): Promise<void> {
    await this.#write("commit");
    this.#finish();
  }

  /**
   * Sends the rollback before it releases the lock, so that it precedes all later statements even
   * if `begin` or `commit` runs late. Ignores the error of a rollback without a transaction.
   */
  async rollback(): Promise<void> {
    const rolledBack = this.#write("rollback").catch(() => undefined);
    this.#finish();
    await rolledBack;
  }

  #finish(): void {
    this.#releaseLock?.();
    this.#releaseLock = undefined;
  }

  #run(sql: string, parameters: readonly unknown[], isRead: boolean): Promise<StatementResult> {
    if (this.#releaseLock) return this.#write(sql, parameters);
    const { reader, acquireLock } = this.#isolates;
    const { statementMs, lane } = this.#limits;
    if (isRead) return reader.run(sql, parameters, { timeLimitMs: statementMs, lane });
    return this.#whenUnlocked(async () => {
      const releaseLock = await acquireLock(this.#limits.statementMs);
      const result = this.#write(sql, parameters);
      releaseLock();
      return result;
    });
  }

  #write(sql: string, parameters: readonly unknown[] = []): Promise<StatementResult> {
    return this.#isolates.writer.run(sql, parameters, {
      timeLimitMs: this.#limits.statementMs,
    });
  }

  /** Retries while another process holds the write lock, which is safe: nothing has executed. */
  async #whenUnlocked<Result>(attempt: () => Promise<Result>): Promise<Result> {
    const deadline = performance.now() + this.#limits.lockMs;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!isLocked(error) || performance.now() >= deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /^database is locked/.test(error.message);
}
