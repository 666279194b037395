import type { StatementReply, StatementRequest } from "./protocol.ts";
import type { StatementResult } from "./connection.ts";

interface Waiting {
  readonly resolve: (result: StatementResult) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Sends statements to a database isolate, which runs them in the order of the calls. */
export interface SqliteClient {
  /** Runs a statement. Rejects after the time limit, although the isolate may still run it. */
  run(
    sql: string,
    parameters: readonly unknown[],
    timeLimitMs: number,
  ): Promise<StatementResult>;
}

export function createSqliteClient(port: MessagePort): SqliteClient {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  port.onmessage = ({ data }: MessageEvent<StatementReply>) => {
    const call = waiting.get(data.id);
    if (!call) return;
    waiting.delete(data.id);
    clearTimeout(call.timer);
    if ("error" in data) call.reject(new Error(data.error));
    else call.resolve(data);
  };

  function run(
    sql: string,
    parameters: readonly unknown[],
    timeLimitMs: number,
  ): Promise<StatementResult> {
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<StatementResult>();
    const timer = setTimeout(() => {
      waiting.delete(id);
      reject(new Error(`No answer from SQLite within ${timeLimitMs} ms`));
    }, timeLimitMs);
    waiting.set(id, { resolve, reject, timer });
    port.postMessage({ id, sql, parameters } satisfies StatementRequest);
    return promise;
  }

  return { run };
}
