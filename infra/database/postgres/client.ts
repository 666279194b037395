import type { PostgresPoolClient, PostgresQueryResult } from "kysely";
// @ts-types="@types/pg"
import { DatabaseError, type PoolClient, type QueryConfig } from "pg";

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

/**
 * A connection with a time limit for each statement. After a statement without a reply, which the
 * server may still execute, all further ones fail and `release` closes the connection.
 */
export class BoundedClient implements PostgresClient {
  readonly #client: PoolClient;
  readonly #queryMs: number;
  #firstDeadline: number | undefined;
  #failure: unknown;

  /** The first statement must end by `firstDeadline`, a value of `performance.now()`. */
  constructor(client: PoolClient, queryMs: number, firstDeadline: number) {
    this.#client = client;
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
    this.#client.release(destroy || this.#failure !== undefined);
  }

  async #run(statement: QueryConfig, values: readonly unknown[]): Promise<unknown> {
    if (this.#failure !== undefined) throw this.#failure;
    const deadline = this.#firstDeadline ?? performance.now() + this.#queryMs;
    this.#firstDeadline = undefined;
    const query: QueryConfig & { query_timeout: number } = {
      ...statement,
      values: [...values],
      query_timeout: Math.max(1, deadline - performance.now()),
    };
    try {
      return await this.#client.query(query);
    } catch (error) {
      if (!(error instanceof DatabaseError)) this.#failure = error;
      throw error;
    }
  }
}

/** The SQLSTATE of an error reported by the server; undefined for all other errors. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}
