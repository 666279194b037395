import { errorText } from "../../domain/error_text.ts";
import type { PendingEntry } from "./pending_entry.ts";
import { PermanentError } from "./permanent_error.ts";

/** Writes a batch; resolves when it is durable. */
export type WriteBatch = (entries: readonly PendingEntry[]) => Promise<void>;

/** Calls back after some milliseconds, unless the returned function is called before. */
export type StartTimer = (ms: number, callback: () => void) => () => void;

export interface HedgedWriteOptions {
  readonly topic: WriteBatch;
  readonly database: WriteBatch;
  /** Whether the topic is tried first. */
  readonly preferTopic: () => boolean;
  /** Called when the place that was tried first has not answered in time. */
  readonly onSlow: (place: "topic" | "database") => void;
  readonly hedgeAfterMs: number;
  readonly startTimer: StartTimer;
}

/**
 * Writes each batch to one place, and to the other as well when the first fails or has not answered
 * in time: the first durable place decides. Throws when both have failed: a RefusedError if either
 * has refused the batch for good.
 */
export function createHedgedWrite(options: HedgedWriteOptions): WriteBatch {
  const { preferTopic, onSlow, hedgeAfterMs, startTimer } = options;

  return (entries) => {
    const [first, second] = preferTopic()
      ? ["topic", "database"] as const
      : ["database", "topic"] as const;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const failures: unknown[] = [];
    let isSecondTried = false;

    function attempt(place: "topic" | "database"): void {
      options[place](entries).then(durable, failed);
    }

    function trySecond(): void {
      if (isSecondTried) return;
      isSecondTried = true;
      attempt(second);
    }

    function durable(): void {
      cancel();
      resolve();
    }

    function failed(error: unknown): void {
      failures.push(error);
      cancel();
      trySecond();
      if (failures.length === 2) reject(failureOf(failures));
    }

    const cancel = startTimer(hedgeAfterMs, () => {
      onSlow(first);
      trySecond();
    });
    attempt(first);
    return promise;
  };
}

function failureOf(failures: readonly unknown[]): unknown {
  const both = new AggregateError(failures, failures.map(errorText).join("; "));
  if (!failures.some((failure) => failure instanceof PermanentError)) return both;
  return new PermanentError(both.message, { cause: both });
}
