import { errorText } from "../../domain/error_text.ts";
import { openSqlite, type SqliteConnection } from "../../infra/database/sqlite/connection.ts";
import type {
  DatabaseStart,
  StatementReply,
  StatementRequest,
} from "../../infra/database/sqlite/protocol.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";

serveIsolate<DatabaseStart>(({ path, readOnly, port }) => {
  const connection = openSqlite(path, readOnly);
  port.onmessage = ({ data }: MessageEvent<StatementRequest>) => {
    port.postMessage(answer(connection, data));
  };
  // A statement that comes later would open the file again.
  const close = () => {
    port.onmessage = null;
    connection.close();
  };
  if (!readOnly) createFile(connection);
  return Promise.resolve({ stop: () => Promise.resolve(close()) });
});

function answer(connection: SqliteConnection, request: StatementRequest): StatementReply {
  const { id, sql, parameters } = request;
  try {
    return { id, ...connection.run(sql, parameters) };
  } catch (error) {
    return { id, error: errorText(error) };
  }
}

/** The reader can only open a file that exists; if this fails, each statement says why. */
function createFile(connection: SqliteConnection): void {
  try {
    connection.run("select 1", []);
  } catch {
    return;
  }
}
