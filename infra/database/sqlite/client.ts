import { withTimeout } from "../../async/with_timeout.ts";
import type { StatementReply, StatementRequest } from "./protocol.ts";
import type { StatementResult } from "./connection.ts";

/** Order in which waiting statements are sent: urgent ones first, otherwise in call order. */
export type Lane = "normal" | "urgent";

/** Sends statements to a database isolate, which runs them in the order in which they are sent. */
export interface SqliteClient {
  /**
   * Runs a statement. Rejects after the time limit; the isolate may still run the statement if it
   * has been sent.
   */
  run(sql: string, parameters: readonly unknown[], options: RunOptions): Promise<StatementResult>;
}

export interface RunOptions {
  readonly timeLimitMs: number;
  /** `normal` by default. */
  readonly lane?: Lane | undefined;
}

export interface SqliteClientOptions {
  /** Statements sent at the same time; the others wait here, where they can still be withdrawn. */
  readonly maxSent: number;
}

interface Call extends PromiseWithResolvers<StatementResult> {
  readonly request: StatementRequest;
}

export function createSqliteClient(
  port: MessagePort,
  { maxSent }: SqliteClientOptions,
): SqliteClient {
  const waiting = { urgent: new Set<Call>(), normal: new Set<Call>() };
  const sent = new Map<number, Call>();
  let lastId = 0;

  port.onmessage = ({ data }: MessageEvent<StatementReply>) => {
    const call = sent.get(data.id);
    if (!call) return;
    sent.delete(data.id);
    sendNext();
    if ("error" in data) call.reject(new Error(data.error));
    else call.resolve(data);
  };

  function sendNext(): void {
    for (const lane of [waiting.urgent, waiting.normal]) {
      for (const call of lane) {
        if (sent.size >= maxSent) return;
        lane.delete(call);
        sent.set(call.request.id, call);
        port.postMessage(call.request);
      }
    }
  }

  async function run(
    sql: string,
    parameters: readonly unknown[],
    { timeLimitMs, lane = "normal" }: RunOptions,
  ): Promise<StatementResult> {
    const request = { id: ++lastId, sql, parameters };
    const call = { request, ...Promise.withResolvers<StatementResult>() };
    waiting[lane].add(call);
    sendNext();
    try {
      const timeout = { timeoutMs: timeLimitMs, message: "No answer from SQLite" };
      return await withTimeout(call.promise, timeout);
    } finally {
      waiting[lane].delete(call);
    }
  }

  return { run };
}
