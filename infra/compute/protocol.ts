import type { ErrorCode, ServiceError } from "../../domain/errors.ts";
import type { Limits } from "../../domain/limits.ts";
import type { QuestionMessage } from "../../domain/question.ts";
import type { ResultText } from "../../domain/result_text.ts";

/** One calculation for a compute isolate. */
export interface ComputeRequest {
  readonly id: number;
  readonly question: QuestionMessage;
  /** Time limit, in seconds on the reference machine; none if omitted. */
  readonly maxSeconds?: number;
  /** Maximum number of digits of intermediate results; no limit if omitted. */
  readonly maxDigits?: number;
  /** Limits to check before computing; omitted if the question has been checked. */
  readonly limits?: Limits;
}

export type ComputeReply =
  | { readonly id: number; readonly result: ResultText }
  | { readonly id: number; readonly cancelled: true }
  /** The calculation found out that it cannot answer. */
  | { readonly id: number; readonly refusal: Refusal }
  | { readonly id: number; readonly error: string };

/** A ServiceError as data. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly errors: ServiceError["errors"];
  readonly members: ServiceError["members"];
}

/** Sends a reply. The bytes of a long result are transferred, not copied. */
export function sendReply(port: Pick<MessagePort, "postMessage">, reply: ComputeReply): void {
  const isLong = "result" in reply && reply.result.kind === "long";
  port.postMessage(reply, isLong ? [reply.result.bytes.buffer] : []);
}

/** Memory shared by a compute isolate and the pool. */
export interface SharedState {
  /** Holds the id of the request to cancel. */
  readonly stopFlag: Int32Array<SharedArrayBuffer>;
  /** Holds the completed share of the predicted work, in units of 1 / `WHOLE_PROGRESS`. */
  readonly progress: Int32Array<SharedArrayBuffer>;
}

/** The start message of a compute isolate. */
export interface ComputeStart extends SharedState {
  readonly port: MessagePort;
}

export const WHOLE_PROGRESS = 2 ** 30;

/** Isolates for short work never run large work; isolates for large work run both. */
export type ComputeKind = "short" | "large";

/** The pool's handle to a compute isolate. */
export interface ComputeIsolate extends ComputeStart {
  readonly kind: ComputeKind;
}
