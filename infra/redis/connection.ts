import { Buffer } from "node:buffer";
import { Redis } from "ioredis";
import { parseRedisAddress, type RedisAddress } from "./address.ts";

/** Commands of one Redis server. Each rejects within half a second when no reply arrives. */
export interface RedisConnection {
  /** Resolves when commands can be sent. Rejects if the first attempt fails; retries continue. */
  connect(): Promise<void>;
  /** Rejects if the server lacks the selected database; commands would use another one. */
  selectDatabase(): Promise<void>;
  /** The first `maxBytes` bytes of a string; empty if the key does not exist. */
  read(key: string, maxBytes: number): Promise<Uint8Array>;
  /** Sets a string that expires after `expiresMs` milliseconds. */
  write(key: string, value: Uint8Array, expiresMs: number): Promise<void>;
  /** Runs a Lua script atomically on one key; the script returns an integer. */
  runScript(script: string, key: string, args: readonly number[]): Promise<number>;
  /** Replaces an established connection. */
  reconnect(): void;
  close(): void;
}

export interface RedisServer {
  /** See `parseRedisAddress`. */
  readonly url: string;
  /** CA certificates for verifying the server, in PEM; by default those of the system. */
  readonly ca: string | undefined;
}

/** A connection that is restored automatically, with at most a second between two attempts. */
export function createRedisConnection(server: RedisServer): RedisConnection {
  const address = parseRedisAddress(server.url);
  const client = new Redis({
    ...serverOptions(address, server.ca),
    lazyConnect: true,
    // Sends the commands of one turn of the event loop with one system call.
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

  /** Without a connection, the connection's error is more useful than "nothing can be sent". */
  async function send<Reply>(reply: Promise<Reply>): Promise<Reply> {
    try {
      return await reply;
    } catch (error) {
      if (isReply(error)) throw error;
      throw new Error("Redis cannot be reached", { cause: lastError ?? error });
    }
  }

  return {
    connect: () => send(client.connect()),
    selectDatabase: async () => {
      if (address.database > 0) await send(client.select(address.database));
    },
    read: (key, maxBytes) => send(client.getrangeBuffer(key, 0, maxBytes - 1)),
    write: async (key, value, expiresMs) => {
      const { buffer, byteOffset, byteLength } = value;
      await send(client.set(key, Buffer.from(buffer, byteOffset, byteLength), "PX", expiresMs));
    },
    runScript: async (script, key, args) =>
      Number(await send(client.eval(script, 1, key, ...args))),
    reconnect: () => {
      if (client.status === "ready") client.disconnect(true);
    },
    close: () => client.disconnect(),
  };
}

/** Whether an error is a reply of Redis, such as a rejected command. */
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
