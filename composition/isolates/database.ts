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
  if (!readOnly) createFile(connection);

  function close(): Promise<void> {
    // A later statement would reopen the file.
    port.onmessage = null;
    connection.close();
    return Promise.resolve();
  }

  return Promise.resolve({ stop: close });
});

function answer(connection: SqliteConnection, request: StatementRequest): StatementReply {
  const { id, sql, parameters } = request;
  try {
    return { id, ...connection.run(sql, parameters) };
  } catch (error) {
    return { id, error: errorText(error) };
  }
}

/** Creates the file, because the reader cannot. On failure, every statement reports the error. */
function createFile(connection: SqliteConnection): void {
  try {
    connection.run("select 1", []);
  } catch {
    return;
  }
}
