import type { Destination } from "../request_log/hedged_write.ts";
import type { WriteBatch } from "../request_log/write_batch.ts";
import type { Backlog } from "./backlog.ts";
import { PermanentError } from "../request_log/permanent_error.ts";

/** `rejected`: the destination works and rejects the batch for good. */
export type WriteOutcome = "ok" | "failed" | "rejected";

export interface DestinationWrite {
  readonly destination: Destination;
  readonly outcome: WriteOutcome;
  /** Duration of the write. */
  readonly seconds: number;
}

/** Metrics of the topic, the relay and the consumer. */
export interface EventsObserver {
  /** Called after each write of a batch to one destination. */
  onBatchWritten(write: DestinationWrite): void;
  onTopicUp(isUp: boolean): void;
  /** Entries that the relay has yet to publish; undefined while unknown. */
  onBacklog(backlog: Backlog | undefined): void;
  /** Events that the consumer has yet to store; undefined while unknown. */
  onLag(events: number | undefined): void;
  /** Events of the topic have been stored or dead-lettered. */
  onConsumed(events: number): void;
  /** Events of the topic have been stored. */
  onStored(events: number): void;
  /** Events have been dead-lettered, or lost because that failed. */
  onDeadLettered(events: number): void;
  /** Kafka has deleted events before they could be stored. */
  onDeleted(events: number): void;
}

export interface ObserveWritesOptions {
  readonly destination: Destination;
  readonly observer: Pick<EventsObserver, "onBatchWritten">;
  /** Called with the error when the destination failed, with undefined when it accepted a batch. */
  readonly onResult?: (error: unknown) => void;
}

/** Reports each write. A rejected batch says nothing about the health of the destination. */
export function observeWrites(write: WriteBatch, options: ObserveWritesOptions): WriteBatch {
  const { destination, observer, onResult } = options;
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
      const isRejected = error instanceof PermanentError;
      report(isRejected ? "rejected" : "failed");
      if (!isRejected) onResult?.(error);
      throw error;
    }
    onResult?.(undefined);
  };
}
