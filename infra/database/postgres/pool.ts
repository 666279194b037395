import { Socket } from "node:net";
import type { PostgresPool } from "kysely";
// @ts-types="@types/pg"
import { Pool, type PoolClient, types } from "pg";
import { deadlineIn } from "../../async/deadline.ts";
import { withTimeout } from "../../async/with_timeout.ts";
import { type PostgresAddress, tlsOptions } from "./address.ts";
import { BoundedClient, type PostgresClient } from "./client.ts";

export interface PostgresPoolOptions {
  readonly address: PostgresAddress;
  /** Trusted CA certificates in PEM. */
  readonly ca: string | undefined;
  /** Maximum pool size. */
  readonly connections: number;
  readonly limits: PostgresLimits;
}

/** Time limits. */
export interface PostgresLimits {
  /** Obtaining a connection, including the wait for a free one. */
  readonly connectMs: number;
  /** Executing a statement, enforced by the server. */
  readonly statementMs: number;
  /** Waiting for the reply to a statement; the first one includes obtaining the connection. */
  readonly queryMs: number;
  /** Waiting for a lock, enforced by the server. Unlimited by default. */
  readonly lockMs?: number;
}

/** A pool for Kysely's dialect whose connections also run prepared statements. */
export interface BoundedPool extends PostgresPool {
  connect(): Promise<PostgresClient>;
}

/** Time after which the sockets of a hanging server are destroyed. */
const CLOSE_MS = 1_000;

/** Detects a server that has disappeared, even during statements without a time limit. */
const KEEP_ALIVE_MS = 5_000;

/** Creates a pool on which every call has a time limit, whether or not the server replies. */
export function createPostgresPool(options: PostgresPoolOptions): BoundedPool {
  const { address, ca, connections, limits } = options;
  const { sslMode, ...endpoint } = address;
  const sockets = new Set<Socket>();
  /** Connections of earlier generations are closed instead of used. */
  const generations = new WeakMap<PoolClient, number>();
  let generation = 0;
  let ended: Promise<void> | undefined;
  const pool = new Pool({
    ...endpoint,
    ssl: tlsOptions(sslMode, ca),
    application_name: "mathcalculator",
    max: connections,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    ...(limits.lockMs !== undefined && { lock_timeout: limits.lockMs }),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    stream: openSocket,
    types: { getTypeParser: typeParser as typeof types.getTypeParser },
  });
  // An error event without a listener ends the process. The next statement fails anyway.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
    generations.set(client, generation);
  });

  function openSocket(): Socket {
    const socket = new Socket();
    sockets.add(socket);
    return socket.once("close", () => sockets.delete(socket));
  }

  async function connect(): Promise<PostgresClient> {
    const firstDeadline = performance.now() + limits.queryMs;
    const client = await acquire();
    const source = { acquire, retireAll };
    return new BoundedClient(client, { source, queryMs: limits.queryMs, firstDeadline });
  }

  function retireAll(): void {
    generation++;
  }

  async function acquire(): Promise<PoolClient> {
    for (;;) {
      const client = await acquireAny();
      if (generations.get(client) === generation) return client;
      client.release(true);
    }
  }

  /** The pool's own timeout starts again for each step: waiting, connecting, signing in. */
  async function acquireAny(): Promise<PoolClient> {
    const connecting = pool.connect();
    const timeout = { timeoutMs: limits.connectMs, message: "No connection to Postgres" };
    try {
      return await withTimeout(connecting, timeout);
    } catch (error) {
      connecting.then((client) => client.release(), () => {});
      throw error;
    }
  }

  function end(): Promise<void> {
    return ended ??= closeConnections();
  }

  /** Destroys the sockets that a hanging server does not close in time. */
  async function closeConnections(): Promise<void> {
    const closing = pool.end();
    if (await deadlineIn(CLOSE_MS).wait(closing)) return;
    for (const socket of sockets) socket.destroy();
    await closing;
  }

  return { connect, end, options: {} };
}

/** Reads bigint columns as numbers: no stored value exceeds 53 bits. */
function typeParser(type: number, format?: "text" | "binary"): (value: string) => unknown {
  return type === types.builtins.INT8 ? Number : types.getTypeParser(type, format as "text");
}
