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
  /** For a lock that a statement needs, on the server. */
  readonly lockMs?: number;
}

/** What Kysely's dialect takes, with connections that can do more. */
export interface BoundedPool extends PostgresPool {
  connect(): Promise<PostgresClient>;
}

const CLOSE_MS = 1_000;

/** A machine that is gone without a word fails even what may take hours. */
const KEEP_ALIVE_MS = 5_000;

/** Connections on which every call ends in time, whether the server answers or not. */
export function createPostgresPool(options: PostgresPoolOptions): BoundedPool {
  const { address, ca, connections, limits } = options;
  const { sslMode, ...where } = address;
  const sockets = new Set<Socket>();
  let ended: Promise<void> | undefined;
  const pool = new Pool({
    ...where,
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

  /** The pool's own timeout starts again for each step: waiting, connecting, signing in. */
  async function acquire(): Promise<PoolClient> {
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

/** No number that is stored here needs more than 53 bits. */
function typeParser(type: number, format?: "text" | "binary"): (value: string) => unknown {
  return type === types.builtins.INT8 ? Number : types.getTypeParser(type, format as "text");
}
