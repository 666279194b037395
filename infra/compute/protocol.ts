import type { ResultText } from "../../domain/result_text.ts";

/** One calculation for a compute isolate; `input` is the operation's parsed input. */
export interface ComputeRequest {
  readonly id: number;
  readonly operation: string;
  readonly input: unknown;
}

export type ComputeReply =
  | { readonly id: number; readonly result: ResultText }
  | { readonly id: number; readonly stopped: true }
  | { readonly id: number; readonly error: string };

/** Sends a reply; a long result is handed over and gone here, not copied. */
export function sendReply(port: Pick<MessagePort, "postMessage">, reply: ComputeReply): void {
  const isLong = "result" in reply && reply.result.kind === "long";
  port.postMessage(reply, isLong ? [reply.result.bytes.buffer] : []);
}

/** What a compute isolate is started with. */
export interface ComputeStart {
  readonly port: MessagePort;
  /** Holds the id of the request to leave. */
  readonly stopFlag: Int32Array<SharedArrayBuffer>;
  /** Holds how much of the predicted work of the request is done, of `WHOLE_PROGRESS`. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

export const WHOLE_PROGRESS = 2 ** 30;

/** Short isolates take only work predicted under `SHORT_SECONDS`. */
export type ComputeKind = "short" | "large";

/** The near end of a compute isolate. */
export interface ComputeIsolate extends ComputeStart {
  readonly kind: ComputeKind;
}
