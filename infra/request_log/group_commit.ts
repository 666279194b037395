import { unavailable } from "../../domain/errors.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import type { RequestLog } from "../../domain/ports.ts";
import { writeBisecting } from "./bisect.ts";
import { type PendingEntry, pendingEntry } from "./pending_entry.ts";
import type { PermanentError } from "./permanent_error.ts";

const MAX_ENTRIES = 500;
const MAX_BYTES = 256 * 1024;

/** Entries that may wait while a batch is being written. */
const MAX_WAITING = 20_000;

interface Waiting extends PendingEntry {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Why entries are not recorded: nothing takes any, nothing takes these, or too many wait. */
export const REFUSAL_CAUSES = ["unavailable", "rejected", "overloaded"] as const;
export type RefusalCause = typeof REFUSAL_CAUSES[number];

/** A batch that was written, or that failed if there is an error. */
export interface WrittenBatch {
  readonly entries: number;
  /** From the start of the write to its end. */
  readonly seconds: number;
  readonly error?: unknown;
}

export interface BatchObserver {
  onWritten(batch: WrittenBatch): void;
  /** An entry of a batch that was written was refused by itself, for good. */
  onPoisonEntry(entry: PendingEntry, reason: PermanentError): void;
  /** Entries are not recorded, and so their answers not given. */
  onNotRecorded(entries: number, cause: RefusalCause): void;
}

export interface GroupCommit extends RequestLog {
  /** Resolves when nothing waits to be written. */
  idle(): Promise<void>;
}

/**
 * Writes entries that arrive while a batch is being written together as the next one. `write` throws
 * a RefusedError for a batch that is refused for good.
 */
export function createGroupCommit(
  write: (entries: readonly PendingEntry[]) => Promise<void>,
  observer: BatchObserver,
): GroupCommit {
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let hasFailed = false;

  function append(entry: LogEntry): Promise<void> {
    if (waiting.length >= MAX_WAITING) {
      observer.onNotRecorded(1, "overloaded");
      return Promise.reject(refusal("Too many are waiting"));
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ ...pendingEntry(entry), resolve, reject });
    writing ??= writeAll();
    return promise;
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) await writeBatch(takeBatch());
    writing = undefined;
  }

  function takeBatch(): Waiting[] {
    let bytes = 0;
    let size = 0;
    while (size < Math.min(waiting.length, MAX_ENTRIES)) {
      bytes += waiting[size]!.json.length;
      if (bytes > MAX_BYTES && size > 0) break;
      size++;
    }
    const batch = waiting.slice(0, size);
    waiting = waiting.slice(size);
    return batch;
  }

  async function writeBatch(batch: Waiting[]): Promise<void> {
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    try {
      const culprits = await writeBisecting(batch, write);
      observer.onWritten({ entries: batch.length, seconds: seconds() });
      for (const { item, reason } of culprits) {
        observer.onPoisonEntry(item, reason);
        observer.onNotRecorded(1, "rejected");
        item.reject(refusal(reason));
      }
      for (const { resolve } of batch) resolve();
      hasFailed = false;
    } catch (error) {
      observer.onWritten({ entries: batch.length, seconds: seconds(), error });
      refuse(hasFailed ? [...batch, ...waiting.splice(0)] : batch, error);
      hasFailed = true;
    }
  }

  /** What waits behind two batches that failed would only wait to fail as well. */
  function refuse(entries: readonly Waiting[], cause: unknown): void {
    observer.onNotRecorded(entries.length, "unavailable");
    for (const { reject } of entries) reject(refusal(cause));
  }

  return { append, idle: () => writing ?? Promise.resolve() };
}

function refusal(cause: unknown): Error {
  return unavailable("The answer cannot be recorded", cause);
}
