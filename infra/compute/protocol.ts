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

/** What a compute isolate is started with; `stopFlag` holds the id of the request to leave. */
export interface ComputeStart {
  readonly port: MessagePort;
  readonly stopFlag: Int32Array<SharedArrayBuffer>;
}

/** Short isolates take only work predicted under `SHORT_SECONDS`. */
export type ComputeKind = "short" | "large";

/** The near end of a compute isolate. */
export interface ComputeIsolate extends ComputeStart {
  readonly kind: ComputeKind;
}
