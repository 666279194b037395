import { withTimeout } from "../../async/with_timeout.ts";
import type { StatementReply, StatementRequest } from "./protocol.ts";
import type { StatementResult } from "./connection.ts";

/** Sends statements to a database isolate, which runs them in call order. */
export interface SqliteClient {
  /** Runs a statement. Rejects after the time limit, although the isolate may still run it. */
  run(
    sql: string,
    parameters: readonly unknown[],
    timeLimitMs: number,
  ): Promise<StatementResult>;
}

export function createSqliteClient(port: MessagePort): SqliteClient {
  const waiting = new Map<number, PromiseWithResolvers<StatementResult>>();
  let lastId = 0;

  port.onmessage = ({ data }: MessageEvent<StatementReply>) => {
    const call = waiting.get(data.id);
    if (!call) return;
    if ("error" in data) call.reject(new Error(data.error));
    else call.resolve(data);
  };

  async function run(
    sql: string,
    parameters: readonly unknown[],
    timeLimitMs: number,
  ): Promise<StatementResult> {
    const id = ++lastId;
    const call = Promise.withResolvers<StatementResult>();
    waiting.set(id, call);
    try {
      port.postMessage({ id, sql, parameters } satisfies StatementRequest);
      const timeout = { timeoutMs: timeLimitMs, message: "No answer from SQLite" };
      return await withTimeout(call.promise, timeout);
    } finally {
      waiting.delete(id);
    }
  }

  return { run };
}
