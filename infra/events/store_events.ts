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
  stored(received: number, setAside: readonly DeadLetter[]): void;
  /** The database did not take events; undefined when it takes them. */
  storing(error: unknown): void;
}

/** Stores events in the database, however long that takes; what cannot be stored is set aside. */
export function createStoreEvents(options: StoreEventsOptions): HandleEvents {
  const { database, producer, observer, wait = waitFor } = options;

  return async (events, signal) => {
    const origins = new Map<PendingEntry, ReceivedEvent>();
    const letters: DeadLetter[] = [];
    for (const event of events) {
      try {
        origins.set(readEvent(event), event);
      } catch (error) {
        letters.push({ ...event, reason: (error as Error).message });
      }
    }
    if (origins.size > 0) {
      for (const { item, reason } of await untilStored([...origins.keys()], signal)) {
        letters.push({ ...origins.get(item)!, reason: reason.message });
      }
    }
    if (letters.length > 0) await producer.setAside(letters);
    observer.stored(events.length, letters);
  };

  async function untilStored(entries: readonly PendingEntry[], signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted();
      try {
        const culprits = await writeBisecting(entries, insertEntries(database, true));
        observer.storing(undefined);
        return culprits;
      } catch (error) {
        observer.storing(error);
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
