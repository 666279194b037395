import type { DatabaseStart } from "../infra/database/sqlite/protocol.ts";
import type { SqlitePorts } from "../infra/database/sqlite/dialect.ts";
import type { IsolatePermissions } from "../infra/isolates/permissions.ts";
import { type Isolate, spawnIsolate } from "../infra/isolates/spawn.ts";

export const DATABASE_FILE = "mathcalculator.db";

export interface DatabaseIsolates extends Isolate {
  readonly ports: SqlitePorts;
}

/** Starts the writer, then the reader, on the database of a data directory. */
export async function startDatabaseIsolates(options: {
  readonly dataDir: string;
  readonly permissions: IsolatePermissions;
  readonly onDeath: (reason: string) => void;
}): Promise<DatabaseIsolates> {
  const writer = await startOne("database writer", false, options);
  const reader = await startOne("database reader", true, options);
  return {
    address: undefined,
    ports: { writer: writer.port, reader: reader.port },
    stop: async () => {
      await reader.isolate.stop();
      await writer.isolate.stop();
    },
  };
}

async function startOne(
  name: string,
  readOnly: boolean,
  { dataDir, permissions, onDeath }: Parameters<typeof startDatabaseIsolates>[0],
) {
  const { port1, port2 } = new MessageChannel();
  const isolate = await spawnIsolate<DatabaseStart>({
    name,
    module: new URL("./isolates/database.ts", import.meta.url),
    permissions,
    start: { path: `${dataDir}/${DATABASE_FILE}`, readOnly, port: port2 },
    transfer: [port2],
    onDeath,
  });
  return { isolate, port: port1 };
}
