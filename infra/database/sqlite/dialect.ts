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

const TIME_LIMIT_MS = 10_000;

export interface SqlitePorts {
  readonly writer: MessagePort;
  readonly reader: MessagePort;
}

/**
 * SQLite behind two isolates: `select` outside a transaction goes to the reader, everything else to
 * the writer, whose transactions take turns.
 */
export function createSqliteDialect(
  { writer, reader }: SqlitePorts,
  { timeLimitMs = TIME_LIMIT_MS }: { readonly timeLimitMs?: number } = {},
): Dialect {
  return {
    createAdapter: () => new IsolateAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database: Kysely<unknown>): DatabaseIntrospector =>
      new SqliteIntrospector(database),
    createDriver: () =>
      new IsolateDriver(
        createSqliteClient(writer, timeLimitMs),
        createSqliteClient(reader, timeLimitMs),
      ),
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
  readonly #writer: SqliteClient;
  readonly #reader: SqliteClient;
  /** Resolves when no transaction is open. */
  #turn: Promise<void> = Promise.resolve();

  constructor(writer: SqliteClient, reader: SqliteClient) {
    this.#writer = writer;
    this.#reader = reader;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<IsolateConnection> {
    return Promise.resolve(
      new IsolateConnection(this.#writer, this.#reader, () => this.#takeTurn()),
    );
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

  async #takeTurn(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const previous = this.#turn;
    this.#turn = previous.then(() => promise);
    await previous;
    return resolve;
  }
}

class IsolateConnection implements DatabaseConnection {
  readonly #writer: SqliteClient;
  readonly #reader: SqliteClient;
  readonly #takeTurn: () => Promise<() => void>;
  #endTurn: (() => void) | undefined;

  constructor(writer: SqliteClient, reader: SqliteClient, takeTurn: () => Promise<() => void>) {
    this.#writer = writer;
    this.#reader = reader;
    this.#takeTurn = takeTurn;
  }

  async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, changes } = await this.#run(sql, parameters, query.kind === "SelectQueryNode");
    return { rows: rows as Row[], numAffectedRows: BigInt(changes) };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error("Cannot stream: page through the rows instead");
  }

  async begin(): Promise<void> {
    this.#endTurn = await this.#takeTurn();
    try {
      await this.#writer.run("begin immediate", []);
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** When it fails the transaction may still be open: its turn lasts until the rollback. */
  async commit(): Promise<void> {
    await this.#writer.run("commit", []);
    this.#finish();
  }

  /**
   * Comes before all later statements, also where `begin` or `commit` is carried out too late; fails
   * where nothing is open any more, which is as well.
   */
  async rollback(): Promise<void> {
    const rolledBack = this.#writer.run("rollback", []).catch(() => undefined);
    this.#finish();
    await rolledBack;
  }

  #finish(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }

  async #run(sql: string, parameters: readonly unknown[], isRead: boolean) {
    if (this.#endTurn) return this.#writer.run(sql, parameters);
    if (isRead) return this.#reader.run(sql, parameters);
    const endTurn = await this.#takeTurn();
    const result = this.#writer.run(sql, parameters);
    endTurn();
    return result;
  }
}
