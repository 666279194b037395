import type { KeyCredential, Principal } from "./accounts/principal.ts";
import { abbreviateInput, type Ending } from "./log_entry.ts";
import type { Clock, RequestLog } from "./ports.ts";
import type { Question } from "./question.ts";
import { createUtcText } from "./utc_text.ts";
import { uuidTime } from "./uuid_time.ts";

/** The properties of a request that its log entry includes. */
export interface RecordedRequest {
  readonly principal: Pick<Principal, "userId" | "username">;
  /** The API key that authenticated the request. */
  readonly key?: KeyCredential;
  readonly requestId: string;
  /** Id that all items of a batch share. */
  readonly batch?: string;
  /** W3C `traceparent` of the request; undefined if it is not traced. */
  readonly traceparent?: string | undefined;
}

/** A calculation that has ended but has no id yet. */
export interface Calculation {
  readonly question: Question;
  readonly cached: boolean;
  /** Start time in milliseconds of `performance.now()`. */
  readonly startedAt: number;
}

/** Values that recording assigns to a calculation. */
export interface Recorded {
  /** UUIDv7 of the log entry. */
  readonly id: string;
  readonly elapsedMs: number;
  /** The millisecond inside the id: UTC, RFC 3339. */
  readonly timestamp: string;
}

/** Writes calculations to the request log. */
export interface Recorder {
  /** Resolves when the entry is durable. Throws `unavailable` if it could not be recorded. */
  record(calculation: Calculation, ending: Ending, request: RecordedRequest): Promise<Recorded>;
}

export function createRecorder(requestLog: RequestLog, clock: Clock): Recorder {
  const utcText = createUtcText();

  /** Assigns the id when the calculation ends, so that entries are ordered by end time. */
  function withIdAndTime({ startedAt }: Calculation): Recorded {
    const elapsedMs = Math.round((performance.now() - startedAt) * 1000) / 1000;
    const id = clock.uuid();
    return { id, elapsedMs, timestamp: utcText(uuidTime(id)) };
  }

  return {
    record: async (calculation, ending, { principal, key, requestId, batch, traceparent }) => {
      const { question, cached } = calculation;
      const recorded = withIdAndTime(calculation);
      await requestLog.append({
        id: recorded.id,
        operation: question.operation.name,
        input: abbreviateInput(question.canonical),
        ...ending,
        user: principal.userId,
        username: principal.username,
        ...(key && { key: key.id, key_name: key.name }),
        timestamp: recorded.timestamp,
        elapsed_ms: recorded.elapsedMs,
        cached,
        request_id: requestId,
        ...(batch !== undefined && { batch }),
        ...(traceparent !== undefined && { traceparent }),
        schema: 1,
      });
      return recorded;
    },
  };
}
