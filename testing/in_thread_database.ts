import { DATABASE_FILE, type DatabaseIsolates } from "../composition/supervisor.ts";
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
