import { errorText } from "../../domain/error_text.ts";
import type { Database } from "../database/database.ts";
import { insertEntries } from "../request_log/insert_entries.ts";
import { writeBisecting } from "../request_log/bisect.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { DeadLetter, EventProducer, HandleEvents, ReceivedEvent } from "./event_topic.ts";
import { readEvent } from "./read_event.ts";

const RETRY_MS = 250;

export interface StoreEventsOptions {
  readonly database: Database;
  readonly producer: EventProducer;
  readonly observer: StoreObserver;
  /** Resolves after some milliseconds, or when the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface StoreObserver {
  /** Events were read from the topic and are stored now, but for those set aside. */
  onStored(received: number, setAside: readonly DeadLetter[]): void;
  /** The database did not take events; undefined when it takes them. */
  onStoreResult(error: unknown): void;
  /** Events wait because they cannot be set aside; undefined when they do not wait any more. */
  onDeadLetterResult(error: unknown): void;
}

/**
 * Stores events in the database and sets aside what cannot be stored, however long either takes:
 * until then nothing behind them is read.
 */
export function createStoreEvents(options: StoreEventsOptions): HandleEvents {
  const { database, producer, observer, wait = waitFor } = options;
  let waiting = 0;

  return async (events, signal) => {
    const origins = new Map<PendingEntry, ReceivedEvent>();
    const letters: DeadLetter[] = [];
    for (const event of events) {
      try {
        origins.set(readEvent(event), event);
      } catch (error) {
        letters.push({ ...event, reason: errorText(error) });
      }
    }
    if (origins.size > 0) {
      for (const { item, reason } of await untilStored([...origins.keys()], signal)) {
        letters.push({ ...origins.get(item)!, reason: reason.message });
      }
    }
    if (letters.length > 0) await untilSetAside(letters, signal);
    observer.onStored(events.length, letters);
    // After a wait that was stopped too: its events may have gone to another process.
    if (waiting === 0) observer.onDeadLetterResult(undefined);
  };

  async function untilStored(entries: readonly PendingEntry[], signal: AbortSignal) {
    const store = () => writeBisecting(entries, insertEntries(database, true));
    const culprits = await untilDone(store, observer.onStoreResult, signal);
    observer.onStoreResult(undefined);
    return culprits;
  }

  async function untilSetAside(
    letters: readonly DeadLetter[],
    signal: AbortSignal,
  ): Promise<void> {
    waiting++;
    try {
      await untilDone(() => producer.deadLetter(letters), observer.onDeadLetterResult, signal);
    } finally {
      waiting--;
    }
  }

  async function untilDone<Result>(
    work: () => Promise<Result>,
    onFailure: (error: unknown) => void,
    signal: AbortSignal,
  ): Promise<Result> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        onFailure(error);
        await wait(RETRY_MS, signal);
      }
    }
  }
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
