import { deadlineIn } from "../infra/async/deadline.ts";
import type { ComputeIsolate, ComputeKind, ComputeStart } from "../infra/compute/protocol.ts";
import type { Config } from "../infra/config/config.ts";
import type { SqlitePorts } from "../infra/database/sqlite/dialect.ts";
import type { DatabaseStart } from "../infra/database/sqlite/protocol.ts";
import { type IsolatePermissions, NO_PERMISSIONS } from "../infra/isolates/permissions.ts";
import { type Isolate, spawnIsolate } from "../infra/isolates/spawn.ts";
import type { ServerStart } from "./isolates/server.ts";
import { isolatePermissions } from "./permissions.ts";
import type { ServiceStart } from "./run_service.ts";

/** File name of the embedded database in the data directory. */
export const DATABASE_FILE = "mathcalculator.db";

/** Default time limit of a stop. */
const STOP_MS = 10_000;

/** Time reserved before the deadline for the database isolates, which stop after the server. */
const DATABASE_MS = 250;

export interface SupervisorOptions {
  readonly config: Config;
  readonly logFormat: "json" | "text";
  /** Called when an isolate dies; the process must then end. */
  readonly onDeath: (reason: string) => void;
}

/**
 * Starts the server with its database and compute isolates, each with the permissions that it needs,
 * then revokes the permissions of the calling isolate.
 */
export async function startServer(options: SupervisorOptions): Promise<Isolate> {
  const { config, logFormat, onDeath } = options;
  const permissions = isolatePermissions(config);
  const [database, compute] = await Promise.all([
    startDatabase(options),
    startComputeIsolates({ large: config.computeWorkers, onDeath }),
  ]);
  const sqlite = database?.ports;
  const server = await spawnIsolate<ServerStart>({
    name: "server",
    module: new URL("./isolates/server.ts", import.meta.url),
    permissions: permissions.server,
    start: { config, logFormat, sqlite, compute: compute.isolates },
    transfer: [
      ...(sqlite ? [sqlite.writer, sqlite.reader] : []),
      ...compute.isolates.map(({ port }) => port),
    ],
    onDeath,
  });
  await revokePermissions();
  return {
    address: server.address,
    stop: async (deadline = deadlineIn(STOP_MS)) => {
      await server.stop(deadline.earlier(DATABASE_MS));
      // All entries are written. A statement still running, as in a migration, may be rolled back.
      if (database) await deadline.wait(database.stop());
    },
  };
}

/** Starts the consumer in an isolate, then revokes the permissions of the calling isolate. */
export async function startConsumer(options: SupervisorOptions): Promise<Isolate> {
  const { config, logFormat, onDeath } = options;
  const consumer = await spawnIsolate<ServiceStart>({
    name: "consumer",
    module: new URL("./isolates/consumer.ts", import.meta.url),
    permissions: isolatePermissions(config).consumer,
    start: { config, logFormat, sqlite: undefined },
    transfer: [],
    onDeath,
  });
  await revokePermissions();
  return consumer;
}

export interface DatabaseIsolates {
  readonly ports: SqlitePorts;
  stop(): Promise<void>;
}

/** Starts the isolates of the embedded database; returns undefined with Postgres. */
export async function startDatabase(
  { config, onDeath }: Pick<SupervisorOptions, "config" | "onDeath">,
): Promise<DatabaseIsolates | undefined> {
  if (config.databaseUrl !== undefined) return undefined;
  const permissions = isolatePermissions(config).database;
  return await startDatabaseIsolates({ dataDir: config.dataDir, permissions, onDeath });
}

/** Starts the isolates of the embedded database: the writer, then the reader. */
export async function startDatabaseIsolates(options: {
  readonly dataDir: string;
  readonly permissions: IsolatePermissions;
  readonly onDeath: (reason: string) => void;
}): Promise<DatabaseIsolates> {
  const { dataDir, permissions, onDeath } = options;

  async function start(name: string, { readOnly }: { readonly readOnly: boolean }) {
    const { port1: port, port2 } = new MessageChannel();
    const isolate = await spawnIsolate<DatabaseStart>({
      name,
      module: new URL("./isolates/database.ts", import.meta.url),
      permissions,
      start: { path: `${dataDir}/${DATABASE_FILE}`, readOnly, port: port2 },
      transfer: [port2],
      onDeath,
    });
    return { isolate, port };
  }

  const writer = await start("database writer", { readOnly: false });
  const reader = await start("database reader", { readOnly: true });
  return {
    ports: { writer: writer.port, reader: reader.port },
    stop: async () => {
      await reader.isolate.stop();
      await writer.isolate.stop();
    },
  };
}

export interface ComputeIsolates {
  readonly isolates: readonly ComputeIsolate[];
  stop(): Promise<void>;
}

/** Starts isolates for large calculations, and one reserved for short ones. */
export async function startComputeIsolates(options: {
  readonly large: number;
  readonly onDeath: (reason: string) => void;
}): Promise<ComputeIsolates> {
  async function start(kind: ComputeKind) {
    const { port1: port, port2 } = new MessageChannel();
    const [stopFlag, progress] = [sharedInteger(), sharedInteger()];
    const isolate = await spawnIsolate<ComputeStart>({
      name: `compute (${kind})`,
      module: new URL("./isolates/compute.ts", import.meta.url),
      permissions: NO_PERMISSIONS,
      start: { port: port2, stopFlag, progress },
      transfer: [port2],
      onDeath: options.onDeath,
    });
    return { isolate, near: { kind, port, stopFlag, progress } };
  }

  const kinds: ComputeKind[] = ["short", ...Array<ComputeKind>(options.large).fill("large")];
  const started = await Promise.all(kinds.map(start));
  return {
    isolates: started.map(({ near }) => near),
    stop: async () => {
      await Promise.all(started.map(({ isolate }) => isolate.stop()));
    },
  };
}

function sharedInteger(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

async function revokePermissions(): Promise<void> {
  for (const name of ["net", "read", "write", "env", "run", "ffi", "sys", "import"] as const) {
    await Deno.permissions.revoke({ name } as Deno.PermissionDescriptor);
  }
}
