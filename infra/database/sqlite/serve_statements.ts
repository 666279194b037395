import { errorText } from "../../../domain/error_text.ts";
import { openSqlite, type SqliteConnection } from "./connection.ts";
import type { DatabaseStart, StatementReply, StatementRequest } from "./protocol.ts";

/** Runs the statements that arrive at the port, in their order, until it is stopped. */
export function serveStatements(
  { path, readOnly, port }: DatabaseStart,
): { stop(): Promise<void> } {
  const connection = openSqlite(path, readOnly);
  port.onmessage = ({ data }: MessageEvent<StatementRequest>) => {
    port.postMessage(answer(connection, data));
  };
  if (!readOnly) createFile(connection);

  function stop(): Promise<void> {
    // A later statement would reopen the file.
    port.onmessage = null;
    connection.close();
    return Promise.resolve();
  }

  return { stop };
}

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
