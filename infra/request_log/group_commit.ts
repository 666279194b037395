import { type StartTimer, startTimer as startSystemTimer } from "../async/start_timer.ts";
import { unavailable } from "../../domain/errors.ts";
import type { LogEntry } from "../../domain/log_entry.ts";
import type { RequestLog } from "../../domain/ports.ts";
import { writeBisecting } from "./bisect.ts";
import type { WriteBatch } from "./write_batch.ts";
import { type PendingEntry, pendingEntry } from "./pending_entry.ts";
import type { PermanentError } from "./permanent_error.ts";

const MAX_ENTRIES = 500;
const MAX_BYTES = 256 * 1024;

/** Entries that may be queued while batches are being written. */
const MAX_QUEUED = 20_000;

/** Equals Postgres' ENTRY_CONNECTIONS: the database takes these batches while Kafka is down. */
const MAX_OVERLAPPING = 3;

interface QueuedEntry extends PendingEntry {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Why entries were not recorded. `unavailable`: no destination accepted the batch; `rejected`: the
 * destinations work and reject the entry; `overloaded`: too many entries are queued.
 */
export const FAILURE_CAUSES = ["unavailable", "rejected", "overloaded"] as const;
export type FailureCause = typeof FAILURE_CAUSES[number];

/** The outcome of a batch; it failed if there is an error. */
export interface WrittenBatch {
  readonly entries: number;
  /** From the start of the write to its end. */
  readonly seconds: number;
  readonly error?: unknown;
}

export interface BatchObserver {
  /** Called for each entry that is accepted for writing. */
  onQueued?(entry: PendingEntry): void;
  /** Called for each accepted entry that could not be recorded. */
  onFailed?(entry: PendingEntry): void;
  /** Called after each batch, written or not. */
  onWritten(batch: WrittenBatch): void;
  /** Called for each entry of a written batch that was rejected for good. */
  onPoisonEntry(entry: PendingEntry, reason: PermanentError): void;
  /** Called when entries could not be recorded, so that their results are withheld. */
  onNotRecorded(failure: { readonly entries: number; readonly cause: FailureCause }): void;
}

export interface GroupCommit extends RequestLog {
  /** Resolves when no entry is queued or being written. */
  idle(): Promise<void>;
}

export interface GroupCommitOptions {
  /** Throws a PermanentError for a batch that a retry cannot store. */
  readonly write: WriteBatch;
  readonly observer: BatchObserver;
  /** Time after which the next batch does not wait for the previous one; by default it does. */
  readonly overlapAfterMs?: number | undefined;
  readonly startTimer?: StartTimer;
}

/**
 * A request log that writes batches: the entries that arrive during a write form the next batch. If
 * a write takes long, because its destination is far away, the next batch is written beside it.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { write, observer, overlapAfterMs, startTimer = startSystemTimer } = options;
  let queue: QueuedEntry[] = [];
  let started = 0;
  /** Number of the first batch that was started after a failure. */
  let retriedFrom = Infinity;
  let inFlight = 0;
  /** Whether the latest batch has neither ended nor taken long. */
  let isWaiting = false;
  let idle: PromiseWithResolvers<void> | undefined;

  function append(entry: LogEntry): Promise<void> {
    if (queue.length >= MAX_QUEUED) {
      observer.onNotRecorded({ entries: 1, cause: "overloaded" });
      return Promise.reject(notRecorded("Too many entries are queued"));
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const pending = pendingEntry(entry);
    queue.push({ ...pending, resolve, reject });
    observer.onQueued?.(pending);
    writeNext();
    return promise;
  }

  function writeNext(): void {
    if (queue.length > 0 && !isWaiting && inFlight < MAX_OVERLAPPING) void writeQueued();
    if (inFlight > 0) return;
    idle?.resolve();
    idle = undefined;
  }

  async function writeQueued(): Promise<void> {
    const number = ++started;
    const endWait = () => {
      if (number === started) isWaiting = false;
    };
    inFlight++;
    isWaiting = true;
    const cancelTimer = overlapAfterMs === undefined ? undefined : startTimer(
      overlapAfterMs,
      () => {
        endWait();
        writeNext();
      },
    );
    await writeBatch(number, takeBatch());
    cancelTimer?.();
    inFlight--;
    endWait();
    writeNext();
  }

  /** Users take turns: nobody waits until all entries of another user are written. */
  function takeBatch(): QueuedEntry[] {
    if (queue.length <= MAX_ENTRIES && bytesOf(queue) <= MAX_BYTES) return queue.splice(0);
    const batch = new Set<QueuedEntry>();
    let bytes = 0;
    for (const entry of inTurns(queue)) {
      bytes += entry.storedJson().length;
      if (batch.size === MAX_ENTRIES || (bytes > MAX_BYTES && batch.size > 0)) break;
      batch.add(entry);
    }
    queue = queue.filter((entry) => !batch.has(entry));
    return [...batch];
  }

  async function writeBatch(number: number, batch: QueuedEntry[]): Promise<void> {
    const startedAt = performance.now();
    const report = (error?: unknown) => {
      const seconds = (performance.now() - startedAt) / 1000;
      observer.onWritten({ entries: batch.length, seconds, error });
    };
    try {
      const poisonItems = await writeBisecting(batch, write);
      report();
      for (const { item, reason } of poisonItems) {
        observer.onPoisonEntry(item, reason);
        observer.onNotRecorded({ entries: 1, cause: "rejected" });
        fail(item, reason);
      }
      for (const { resolve } of batch) resolve();
      retriedFrom = Infinity;
    } catch (error) {
      report(error);
      failAll(number >= retriedFrom ? [...batch, ...queue.splice(0)] : batch, error);
      retriedFrom = Math.min(retriedFrom, started + 1);
    }
  }

  /** After a batch that was started after a failure, the queued entries fail at once as well. */
  function failAll(entries: readonly QueuedEntry[], cause: unknown): void {
    observer.onNotRecorded({ entries: entries.length, cause: "unavailable" });
    for (const entry of entries) fail(entry, cause);
  }

  function fail(entry: QueuedEntry, cause: unknown): void {
    observer.onFailed?.(entry);
    entry.reject(notRecorded(cause));
  }

  async function whenIdle(): Promise<void> {
    if (inFlight > 0) await (idle ??= Promise.withResolvers()).promise;
  }

  return { append, idle: whenIdle };
}

function bytesOf(entries: readonly PendingEntry[]): number {
  return entries.reduce((sum, { storedJson }) => sum + storedJson().length, 0);
}

/** The entries of each user keep their order. */
function* inTurns(entries: readonly QueuedEntry[]): Iterable<QueuedEntry> {
  let users = [...Map.groupBy(entries, ({ user }) => user).values()];
  for (let turn = 0; users.length > 0; turn++) {
    for (const own of users) yield own[turn]!;
    users = users.filter((own) => own.length > turn + 1);
  }
}

function notRecorded(cause: unknown): Error {
  return unavailable("The answer cannot be recorded", cause);
}
