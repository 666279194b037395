import { PermanentError } from "../request_log/permanent_error.ts";
import type { WriteBatch } from "../request_log/hedged_write.ts";

export type Destination = "topic" | "database";
export type WriteOutcome = "ok" | "failed" | "rejected";

/** One attempt to write a batch to one destination. */
export interface BatchWrite {
  readonly destination: Destination;
  readonly outcome: WriteOutcome;
  /** From the start of the attempt to its end. */
  readonly seconds: number;
}

/** Told of what happens between topic and database, for metrics. */
export interface EventsObserver {
  onBatchWritten(write: BatchWrite): void;
  onTopicUp(isUp: boolean): void;
  /** Entries that have to be published still; undefined while that is not known. */
  onUnpublished(entries: number | undefined): void;
  /** Events that have to be stored still; undefined while that is not known. */
  onLag(events: number | undefined): void;
  /** Events of the topic were dealt with. */
  onConsumed(events: number): void;
  /** The database took events of the topic. */
  onStored(events: number): void;
  /** Events can be neither stored nor published. */
  onDeadLettered(events: number): void;
}

/**
 * Tells of each batch how its place took it, and of the place whether it works: one that refuses a
 * batch does.
 */
export function observeWrites(
  destination: Destination,
  observer: EventsObserver,
  onWorking: (error: unknown) => void,
  write: WriteBatch,
): WriteBatch {
  return async (entries) => {
    const started = performance.now();
    const report = (outcome: WriteOutcome) => {
      const seconds = (performance.now() - started) / 1000;
      observer.onBatchWritten({ destination, outcome, seconds });
    };
    try {
      await write(entries);
      report("ok");
    } catch (error) {
      const isRefused = error instanceof PermanentError;
      report(isRefused ? "rejected" : "failed");
      if (!isRefused) onWorking(error);
      throw error;
    }
    onWorking(undefined);
  };
}
