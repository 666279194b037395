import { Buffer } from "node:buffer";
import { Redis } from "ioredis";
import { parseRedisAddress, type RedisAddress } from "./address.ts";

/** How Redis is asked. Every call rejects within half a second when no answer comes. */
export interface RedisConnection {
  /** Resolves when commands can be sent; rejects if the first try fails, and goes on trying. */
  connect(): Promise<void>;
  /** Rejects if the server has no database of the address's number; it would use another then. */
  selectDatabase(): Promise<void>;
  /** At most so many bytes of a text; none if there is no such key. */
  read(key: string, maxBytes: number): Promise<Uint8Array>;
  write(key: string, value: Uint8Array, expiresMs: number): Promise<void>;
  /** Runs a Lua script on one key, which nothing else can come between; it returns an integer. */
  run(script: string, key: string, args: readonly number[]): Promise<number>;
  /** Makes a new connection instead of one that has fallen silent. */
  renew(): void;
  close(): void;
}

export interface RedisServer {
  /** `redis://` or, with TLS, `rediss://`, with user, password and database number if needed. */
  readonly url: string;
  /** Certificates that the server's own is checked against, in PEM; by default the system's. */
  readonly ca: string | undefined;
}

/** Connects again by itself, at least every second. */
export function createRedisConnection(server: RedisServer): RedisConnection {
  const address = parseRedisAddress(server.url);
  const client = new Redis({
    ...serverOptions(address, server.ca),
    lazyConnect: true,
    // One system call for many commands.
    enableAutoPipelining: true,
    disableClientInfo: true,
    connectTimeout: 1_000,
    commandTimeout: 500,
    disconnectTimeout: 500,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
  });
  let lastError: unknown;
  client.on("error", (error) => lastError = error);
  client.on("ready", () => lastError = undefined);

  /** Without a connection, why there is none says more than that nothing can be sent. */
  async function ask<Reply>(reply: Promise<Reply>): Promise<Reply> {
    try {
      return await reply;
    } catch (error) {
      if (isReply(error)) throw error;
      throw new Error("Redis cannot be reached", { cause: lastError ?? error });
    }
  }

  return {
    connect: () => ask(client.connect()),
    selectDatabase: async () => {
      if (address.database > 0) await ask(client.select(address.database));
    },
    read: (key, maxBytes) => ask(client.getrangeBuffer(key, 0, maxBytes - 1)),
    write: async (key, value, expiresMs) => {
      const { buffer, byteOffset, byteLength } = value;
      await ask(client.set(key, Buffer.from(buffer, byteOffset, byteLength), "PX", expiresMs));
    },
    run: async (script, key, args) => Number(await ask(client.eval(script, 1, key, ...args))),
    renew: () => {
      if (client.status === "ready") client.disconnect(true);
    },
    close: () => client.disconnect(),
  };
}

/** Whether Redis itself refused something: it does answer. */
export function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError";
}

function serverOptions(address: RedisAddress, ca: string | undefined) {
  const { host, port, username, password, database, hasTls } = address;
  return {
    host,
    port,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(database > 0 && { db: database }),
    ...(hasTls && { tls: ca === undefined ? {} : { ca } }),
  };
}
