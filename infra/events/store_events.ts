import { errorText } from "../../domain/error_text.ts";
import { delay } from "../async/delay.ts";
import type { Database } from "../database/database.ts";
import { type PoisonItem, writeBisecting } from "../request_log/bisect.ts";
import { forgetStoredNames } from "../request_log/forget_names.ts";
import { insertEntries } from "../request_log/insert_entries.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { DeadLetters } from "./dead_letters.ts";
import type { DeadLetter, HandleEvents, ReceivedEvent } from "./event_topic.ts";
import { readEvent } from "./read_event.ts";

const RETRY_MS = 250;

export interface StoreEventsOptions {
  readonly database: Database;
  readonly deadLetters: Pick<DeadLetters, "write">;
  readonly observer: StoreObserver;
  /** Waits before a retry. */
  readonly retryDelay?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface StoreObserver {
  /** Called when all received events have been stored or dead-lettered. */
  onHandled(events: { readonly received: number; readonly stored: number }): void;
  /** Called after each write to the database: with the error, or undefined for success. */
  onDatabaseResult(error: unknown): void;
  /**
   * Called with the error while events wait for the dead-letter topic, and with undefined once none
   * wait.
   */
  onDeadLetterResult(error: unknown): void;
}

/**
 * Stores events in the database and dead-letters those that cannot be stored. Both are retried
 * until they succeed or the signal is aborted, so no offset is committed too early.
 */
export function createStoreEvents(options: StoreEventsOptions): HandleEvents {
  const { database, deadLetters, observer, retryDelay = delay } = options;
  const insertOnly = insertEntries(database, { published: true });
  let waitingForDeadLetters = 0;

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
      for (const { item, reason } of await store([...origins.keys()], signal)) {
        letters.push({ ...origins.get(item)!, reason: reason.message });
      }
    }
    if (letters.length > 0) await writeDeadLetters(letters, signal);
    observer.onHandled({ received: events.length, stored: events.length - letters.length });
    // Also clears the error of an aborted wait, whose events another process may have handled.
    if (waitingForDeadLetters === 0) observer.onDeadLetterResult(undefined);
  };

  /**
   * An account that is deleted after this finds the entries, and one deleted before is found, so that
   * late events never bring a name back.
   */
  async function insert(entries: readonly PendingEntry[]): Promise<void> {
    await insertOnly(entries);
    await forgetStoredNames(database, entries);
  }

  /** Returns the entries that the database rejects. */
  async function store(
    entries: readonly PendingEntry[],
    signal: AbortSignal,
  ): Promise<PoisonItem<PendingEntry>[]> {
    const attempt = () => writeBisecting(entries, insert);
    const poisonItems = await retry(attempt, observer.onDatabaseResult, signal);
    observer.onDatabaseResult(undefined);
    return poisonItems;
  }

  async function writeDeadLetters(
    letters: readonly DeadLetter[],
    signal: AbortSignal,
  ): Promise<void> {
    waitingForDeadLetters++;
    try {
      await retry(() => deadLetters.write(letters), observer.onDeadLetterResult, signal);
    } finally {
      waitingForDeadLetters--;
    }
  }

  async function retry<Result>(
    attempt: () => Promise<Result>,
    onFailure: (error: unknown) => void,
    signal: AbortSignal,
  ): Promise<Result> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        onFailure(error);
        await retryDelay(RETRY_MS, signal);
      }
    }
  }
}
