import type { PostgresPoolClient, PostgresQueryResult } from "kysely";
// @ts-types="@types/pg"
import { DatabaseError, type PoolClient, type QueryConfig } from "pg";

/** A statement that a connection prepares once, under its name. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

export interface PostgresClient extends PostgresPoolClient {
  execute<Row>(
    statement: PreparedStatement,
    values: readonly unknown[],
  ): Promise<PostgresQueryResult<Row>>;
}

/**
 * A connection whose statements end in time. When one has not been answered, nothing is sent after
 * it, and the connection is closed: the server may still carry it out.
 */
export class BoundedClient implements PostgresClient {
  readonly #client: PoolClient;
  readonly #queryMs: number;
  #due: number | undefined;
  #doubt: unknown;

  /** The first statement ends when it is due on the clock of `performance`, others in `queryMs`. */
  constructor(client: PoolClient, queryMs: number, due: number) {
    this.#client = client;
    this.#queryMs = queryMs;
    this.#due = due;
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
    this.#client.release(destroy || this.#doubt !== undefined);
  }

  async #run(statement: QueryConfig, values: readonly unknown[]): Promise<unknown> {
    if (this.#doubt !== undefined) throw this.#doubt;
    const due = this.#due ?? performance.now() + this.#queryMs;
    this.#due = undefined;
    const query: QueryConfig & { query_timeout: number } = {
      ...statement,
      values: [...values],
      query_timeout: Math.max(1, due - performance.now()),
    };
    try {
      return await this.#client.query(query);
    } catch (error) {
      if (!(error instanceof DatabaseError)) this.#doubt = error;
      throw error;
    }
  }
}

/** What the server says is wrong, as one of the codes of SQL. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}
