import { Socket } from "node:net";
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
// @ts-types="@types/pg"
import { DatabaseError, Pool, type PoolClient, type QueryConfig, types } from "pg";
import { type PostgresAddress, tlsOptions } from "./address.ts";

export interface PostgresPoolOptions {
  readonly address: PostgresAddress;
  /** Certificates to trust, in PEM. */
  readonly ca: string | undefined;
  /** At most so many at a time. */
  readonly connections: number;
  readonly limits: PostgresLimits;
}

export interface PostgresLimits {
  /** For a connection, whether it is made or waited for. */
  readonly connectMs: number;
  /** For a statement, on the server. */
  readonly statementMs: number;
  /** For a statement, here; the first on a connection shares it with the wait for that. */
  readonly queryMs: number;
}

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

/** What Kysely's dialect takes, with connections that can do more. */
export interface BoundedPool extends PostgresPool {
  connect(): Promise<PostgresClient>;
}

const CLOSE_MS = 1_000;

/**
 * Connections on which every call ends in time, whether the server answers or not. One that is in
 * doubt is not used again: what was sent over it may still be carried out.
 */
export function createPostgresPool(options: PostgresPoolOptions): BoundedPool {
  const { address, ca, connections, limits } = options;
  const { sslMode, ...where } = address;
  const sockets = new Set<Socket>();
  const pool = new Pool({
    ...where,
    ssl: tlsOptions(sslMode, ca),
    application_name: "mathcalculator",
    max: connections,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    keepAlive: true,
    stream: openSocket,
    types: { getTypeParser: typeParser as typeof types.getTypeParser },
  });
  // An error without a listener ends the process; the next statement fails by itself.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  function openSocket(): Socket {
    const socket = new Socket();
    sockets.add(socket);
    return socket.once("close", () => sockets.delete(socket));
  }

  async function connect(): Promise<PostgresClient> {
    const due = performance.now() + limits.queryMs;
    const client = await acquire();
    return new BoundedClient(client, limits.queryMs, due);
  }

  /** The pool's own limit counts anew for each part of the wait. */
  function acquire(): Promise<PoolClient> {
    const { promise, resolve, reject } = Promise.withResolvers<PoolClient>();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new Error(`No connection to Postgres within ${limits.connectMs} ms`));
    }, limits.connectMs);
    pool.connect().then(
      (client) => isLate ? client.release() : resolve(client),
      reject,
    ).finally(() => clearTimeout(timer));
    return promise;
  }

  /** A server that hangs would not take leave. */
  async function end(): Promise<void> {
    const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), CLOSE_MS);
    await pool.end();
    clearTimeout(timer);
  }

  return { connect, end, options: {} };
}

/** What the server says is wrong, as one of the codes of SQL. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

class BoundedClient implements PostgresClient {
  readonly #client: PoolClient;
  readonly #queryMs: number;
  #due: number | undefined;
  #doubt: unknown;

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

/** No number that is stored here needs more than 53 bits. */
function typeParser(type: number, format?: "text" | "binary"): (value: string) => unknown {
  return type === types.builtins.INT8 ? Number : types.getTypeParser(type, format as "text");
}
