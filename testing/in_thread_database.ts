import { DATABASE_FILE, type DatabaseIsolates } from "../composition/supervisor.ts";
import { migrate } from "../infra/database/migrate.ts";
import { createSqliteDatabase } from "../infra/database/sqlite/database.ts";
import { serveStatements } from "../infra/database/sqlite/serve_statements.ts";

/**
 * The embedded database as its isolates serve it, but in this thread: starting isolates takes most
 * of the time of a short test.
 */
export function startInThreadDatabase(dataDir: string): DatabaseIsolates {
  const start = (readOnly: boolean) => {
    const { port1, port2 } = new MessageChannel();
    const path = `${dataDir}/${DATABASE_FILE}`;
    const { stop } = serveStatements({ path, readOnly, port: port2 });
    return { port: port1, stop };
  };
  const writer = start(false);
  const reader = start(true);
  return {
    ports: { writer: writer.port, reader: reader.port },
    stop: async () => {
      await reader.stop();
      await writer.stop();
    },
  };
}

let migratedFile: Promise<Uint8Array> | undefined;

/** Puts a migrated database without rows into a new directory; migrating it would take longer. */
export async function addMigratedDatabase(dataDir: string): Promise<void> {
  migratedFile ??= createMigratedFile();
  await Deno.writeFile(`${dataDir}/${DATABASE_FILE}`, await migratedFile);
}

async function createMigratedFile(): Promise<Uint8Array> {
  const dataDir = await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  const { ports, stop } = startInThreadDatabase(dataDir);
  await migrate(createSqliteDatabase(ports));
  await stop();
  const file = await Deno.readFile(`${dataDir}/${DATABASE_FILE}`);
  await Deno.remove(dataDir, { recursive: true });
  return file;
}
