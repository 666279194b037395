import type { Config } from "../infra/config/config.ts";
import { startComputeIsolates } from "./compute_isolates.ts";
import type { ConsumerStart } from "./isolates/consumer.ts";
import { type DatabaseIsolates, startDatabaseIsolates } from "./database_isolates.ts";
import { deadlineIn } from "../infra/async/deadline.ts";
import { isolatePermissions } from "./permissions.ts";
import type { ServerStart } from "./isolates/server.ts";
import { type Isolate, spawnIsolate } from "../infra/isolates/spawn.ts";

/** Where no deadline is given. */
const STOP_MS = 10_000;

/** Left for the database when the server has to end. */
const DATABASE_MS = 250;

export interface SupervisorOptions {
  readonly config: Config;
  readonly logFormat: "json" | "text";
  /** Called when an isolate dies: nothing may run half alive. */
  readonly onDeath: (reason: string) => void;
}

/** Starts every isolate with its share of the permissions and gives up this isolate's own. */
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
      // Every entry is written: a statement that still runs, such as a migration's, may be undone.
      if (database) await deadline.wait(database.stop());
    },
  };
}

/** Starts the isolate of the consumer alone and gives up this isolate's permissions. */
export async function startConsumer(options: SupervisorOptions): Promise<Isolate> {
  const { config, logFormat, onDeath } = options;
  const consumer = await spawnIsolate<ConsumerStart>({
    name: "consumer",
    module: new URL("./isolates/consumer.ts", import.meta.url),
    permissions: isolatePermissions(config).consumer,
    start: { config, logFormat },
    transfer: [],
    onDeath,
  });
  await revokePermissions();
  return consumer;
}

/** The embedded database, unless another one is configured. */
async function startDatabase(
  { config, onDeath }: SupervisorOptions,
): Promise<DatabaseIsolates | undefined> {
  if (config.databaseUrl !== undefined) return undefined;
  const permissions = isolatePermissions(config).database;
  return await startDatabaseIsolates({ dataDir: config.dataDir, permissions, onDeath });
}

async function revokePermissions(): Promise<void> {
  for (const name of ["net", "read", "write", "env", "run", "ffi", "sys", "import"] as const) {
    await Deno.permissions.revoke({ name } as Deno.PermissionDescriptor);
  }
}
