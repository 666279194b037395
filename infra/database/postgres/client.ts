import type { PostgresPoolClient, PostgresQueryResult } from "kysely";
// @ts-types="@types/pg"
import { DatabaseError, type PoolClient, type QueryConfig } from "pg";
import { isRepeatable, isSuspectConnection } from "./suspect_connection.ts";

/** A statement that each connection prepares once under its name. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** A connection of the pool. */
export interface PostgresClient extends PostgresPoolClient {
  /** Runs a prepared statement. */
  execute<Row>(
    statement: PreparedStatement,
    values: readonly unknown[],
  ): Promise<PostgresQueryResult<Row>>;
}

/** What a client needs from its pool. */
export interface ClientSource {
  /** Takes a connection; throws if none is available in time. */
  acquire(): Promise<PoolClient>;
  /** Closes the connections opened so far instead of using them again. */
  retireAll(): void;
}

export interface BoundedClientOptions {
  readonly source: ClientSource;
  readonly queryMs: number;
  /** The first statement must end by then, a value of `performance.now()`. */
  readonly firstDeadline: number;
}

/**
 * A connection with a time limit for each statement. After a statement without a reply, which the
 * server may still execute, all further ones fail and `release` closes the connection. An error
 * that makes the connection suspect retires it with all others of the pool; if it is the first
 * statement and had no effect, it is repeated once on a new connection.
 */
export class BoundedClient implements PostgresClient {
  #client: PoolClient | undefined;
  readonly #source: ClientSource;
  readonly #queryMs: number;
  #firstDeadline: number | undefined;
  #failure: unknown;

  constructor(client: PoolClient, { source, queryMs, firstDeadline }: BoundedClientOptions) {
    this.#client = client;
    this.#source = source;
    this.#queryMs = queryMs;
    this.#firstDeadline = firstDeadline;
  }

  query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query(): never;
  query(text?: string, values: readonly unknown[] = []): Promise<unknown> {
    return this.#run({ text: text! }, values);
  }

  async execute<Row>(
    statement: PreparedStatement,
    values: readonly unknown[],
  ): Promise<PostgresQueryResult<Row>> {
    return await this.#run(statement, values) as PostgresQueryResult<Row>;
  }

  release(destroy = false): void {
    this.#client?.release(destroy || this.#failure !== undefined);
  }

  async #run(statement: QueryConfig, values: readonly unknown[]): Promise<unknown> {
    if (this.#failure !== undefined) throw this.#failure;
    const isFirst = this.#firstDeadline !== undefined;
    const deadline = this.#firstDeadline ?? performance.now() + this.#queryMs;
    this.#firstDeadline = undefined;
    try {
      return await this.#send(statement, values, deadline);
    } catch (error) {
      if (!isFirst || !isRepeatable(error)) throw error;
      await this.#replaceConnection();
      return await this.#send(statement, values, deadline);
    }
  }

  async #send(
    statement: QueryConfig,
    values: readonly unknown[],
    deadline: number,
  ): Promise<unknown> {
    const query: QueryConfig & { query_timeout: number } = {
      ...statement,
      values: [...values],
      query_timeout: Math.max(1, deadline - performance.now()),
    };
    try {
      return await this.#client!.query(query);
    } catch (error) {
      if (isSuspectConnection(error)) this.#source.retireAll();
      if (!(error instanceof DatabaseError)) this.#failure = error;
      throw error;
    }
  }

  async #replaceConnection(): Promise<void> {
    this.#client!.release(true);
    this.#client = undefined;
    try {
      this.#client = await this.#source.acquire();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }
}
