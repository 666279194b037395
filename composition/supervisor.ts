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
  const database = databaseIsolates(options);
  const large = Array<ComputeKind>(config.computeWorkers).fill("large");
  const compute = computeIsolates(["short", ...large], onDeath);
  const sqlite = database?.ports;
  // Two isolates load their modules at the same time; the server has the most to load. Calculations
  // wait in the ports of compute isolates that have not started yet.
  const [server] = await Promise.all([
    spawnIsolate<ServerStart>({
      name: "server",
      module: new URL("./isolates/server.ts", import.meta.url),
      permissions: isolatePermissions(config).server,
      start: { config, logFormat, sqlite, compute: compute.isolates },
      transfer: [
        ...(sqlite ? [sqlite.writer, sqlite.reader] : []),
        ...compute.isolates.map(({ port }) => port),
      ],
      onDeath,
    }),
    database?.start(),
  ]);
  await compute.start();
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

/** Isolates that may be started after the isolate that sends messages to their ports. */
interface Startable {
  /** Resolves when all of them are ready. */
  start(): Promise<void>;
}

export interface DatabaseIsolates {
  readonly ports: SqlitePorts;
  stop(): Promise<void>;
}

/** Starts the isolates of the embedded database; returns undefined with Postgres. */
export async function startDatabase(
  options: Pick<SupervisorOptions, "config" | "onDeath">,
): Promise<DatabaseIsolates | undefined> {
  const isolates = databaseIsolates(options);
  await isolates?.start();
  return isolates;
}

function databaseIsolates(
  { config, onDeath }: Pick<SupervisorOptions, "config" | "onDeath">,
): (DatabaseIsolates & Startable) | undefined {
  if (config.databaseUrl !== undefined) return undefined;
  const permissions = isolatePermissions(config).database;
  return sqliteIsolates({ dataDir: config.dataDir, permissions, onDeath });
}

/** The isolates of an embedded database: a writer and a reader. */
export function sqliteIsolates(options: {
  readonly dataDir: string;
  readonly permissions: IsolatePermissions;
  readonly onDeath: (reason: string) => void;
}): DatabaseIsolates & Startable {
  const { dataDir, permissions, onDeath } = options;
  const [writer, reader] = [new MessageChannel(), new MessageChannel()];
  let started: Promise<readonly [Isolate, Isolate]> | undefined;

  function start(name: string, port: MessagePort, readOnly: boolean): Promise<Isolate> {
    return spawnIsolate<DatabaseStart>({
      name,
      module: new URL("./isolates/database.ts", import.meta.url),
      permissions,
      start: { path: `${dataDir}/${DATABASE_FILE}`, readOnly, port },
      transfer: [port],
      onDeath,
    });
  }

  return {
    ports: { writer: writer.port1, reader: reader.port1 },
    start: async () => {
      await (started ??= Promise.all([
        start("database writer", writer.port2, false),
        start("database reader", reader.port2, true),
      ]));
    },
    stop: async () => {
      const isolates = await started ?? [];
      for (const isolate of isolates.toReversed()) await isolate.stop();
    },
  };
}

export interface ComputeIsolates {
  readonly isolates: readonly ComputeIsolate[];
  stop(): Promise<void>;
}

/** One compute isolate for each of the kinds given. */
export function computeIsolates(
  kinds: readonly ComputeKind[],
  onDeath: (reason: string) => void,
): ComputeIsolates & Startable {
  const pairs = kinds.map((kind) => {
    const { port1: near, port2: far } = new MessageChannel();
    const shared = { stopFlag: sharedInteger(), progress: sharedInteger() };
    return { isolate: { kind, port: near, ...shared }, start: { port: far, ...shared } };
  });
  let started: Promise<readonly Isolate[]> | undefined;

  function start({ isolate: { kind }, start }: typeof pairs[number]): Promise<Isolate> {
    return spawnIsolate<ComputeStart>({
      name: `compute (${kind})`,
      module: new URL("./isolates/compute.ts", import.meta.url),
      permissions: NO_PERMISSIONS,
      start,
      transfer: [start.port],
      onDeath,
    });
  }

  return {
    isolates: pairs.map(({ isolate }) => isolate),
    start: async () => {
      await (started ??= Promise.all(pairs.map(start)));
    },
    stop: async () => {
      await Promise.all((await started ?? []).map((isolate) => isolate.stop()));
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
