import { errorText } from "../../domain/error_text.ts";
import { type StartTimer, startTimer as startSystemTimer } from "../async/start_timer.ts";
import { PermanentError } from "./permanent_error.ts";
import type { WriteBatch } from "./write_batch.ts";

/** Where a batch of entries can be stored durably. */
export type Destination = "topic" | "database";

export interface HedgedWriteOptions {
  readonly topic: WriteBatch;
  readonly database: WriteBatch;
  /** Whether a batch is written to the topic first; otherwise to the database first. */
  readonly preferTopic: () => boolean;
  /** Called when the first destination has not answered after `hedgeAfterMs`. */
  readonly onSlow: (destination: Destination) => void;
  readonly hedgeAfterMs: number;
  readonly startTimer?: StartTimer;
}

/**
 * Writes each batch to one destination, and also to the other when the first one fails or has not
 * answered after `hedgeAfterMs`. Resolves as soon as one destination has the batch. Throws when
 * both have failed: a PermanentError if either error was one, otherwise an AggregateError.
 */
export function createHedgedWrite(options: HedgedWriteOptions): WriteBatch {
  const { preferTopic, onSlow, hedgeAfterMs, startTimer = startSystemTimer } = options;

  return (entries) => {
    const [first, second] = preferTopic()
      ? ["topic", "database"] as const
      : ["database", "topic"] as const;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const failures: unknown[] = [];
    let isHedged = false;

    function writeTo(destination: Destination): void {
      options[destination](entries).then(onDurable, onFailure);
    }

    function hedge(): void {
      if (isHedged) return;
      isHedged = true;
      writeTo(second);
    }

    function onDurable(): void {
      cancelTimer();
      resolve();
    }

    function onFailure(error: unknown): void {
      failures.push(error);
      cancelTimer();
      hedge();
      if (failures.length === 2) reject(combine(failures));
    }

    const cancelTimer = startTimer(hedgeAfterMs, () => {
      onSlow(first);
      hedge();
    });
    writeTo(first);
    return promise;
  };
}

function combine(failures: readonly unknown[]): Error {
  const both = new AggregateError(failures, failures.map(errorText).join("; "));
  if (!failures.some((failure) => failure instanceof PermanentError)) return both;
  return new PermanentError(both.message, { cause: both });
}
