import { type Kysely, sql } from "kysely";
import { uuidTime } from "../../domain/uuid_time.ts";
import type { Database } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { writeBisecting } from "../request_log/bisect.ts";
import { type PendingEntry, pendingEntry } from "../request_log/pending_entry.ts";
import type { PermanentError } from "../request_log/permanent_error.ts";
import { type EntryRow, restoreEntry } from "../request_log/stored_entry.ts";
import { ENTRY_COLUMNS } from "../request_log/stored_rows.ts";
import type { Backlog } from "./backlog.ts";
import type { DeadLetters } from "./dead_letters.ts";
import type { DeadLetter, EventProducer, OutgoingEvent } from "./event_topic.ts";

/** A pending entry that is in the database. */
type StoredEntry = Omit<PendingEntry, "storedJson">;

const BATCH_SIZE = 500;

/** Counting stops here: a count of millions of rows would exceed the time limit of statements. */
const MAX_COUNTED = 100_000;

export interface RelayOptions {
  readonly database: Database;
  readonly producer: Pick<EventProducer, "publish">;
  readonly deadLetters: Pick<DeadLetters, "write">;
  /** 100,000 by default. */
  readonly maxCounted?: number;
}

/**
 * Publishes the entries that are only in the database, in the order of their ids, and marks them as
 * published. One process on the database relays at a time. If it is killed between publishing and
 * marking, some entries are published twice.
 */
export interface Relay {
  /**
   * Publishes until no entry is left or the signal is aborted; returns at once while another
   * process relays. Throws when entries could be neither published nor dead-lettered.
   */
  pass(signal: AbortSignal): Promise<void>;
  backlog(): Promise<Backlog>;
}

export function createRelay(options: RelayOptions): Relay {
  const { database, producer, deadLetters, maxCounted = MAX_COUNTED } = options;
  const { kysely, features } = database;

  /** Locks rows in the order of their ids, as the consumer does: another order could deadlock. */
  async function markPublished(entries: readonly Pick<PendingEntry, "id">[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = kysely.selectFrom("request_log").select("id")
      .where("id", "in", entries.map(({ id }) => id)).orderBy("id")
      .$if(features.rowLocks, (rows) => rows.forUpdate());
    await kysely.with("marked", () => rows).updateTable("request_log").set({ published: 1 })
      .where("id", "in", ({ selectFrom }) => selectFrom("marked").select("id")).execute();
  }

  /** Continues after a batch whose dead letters cannot be written; throws the error at the end. */
  async function publishAll(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    let after: string | undefined;
    while (!signal.aborted) {
      const entries = await nextEntries(kysely, BATCH_SIZE, after);
      if (entries.length === 0) break;
      after = entries.at(-1)!.id;
      const poisonItems = await writeBisecting(
        entries,
        (some) => producer.publish(some.map(outgoingEvent)),
      );
      const rejected = new Set(poisonItems.map(({ item }) => item));
      await markPublished(entries.filter((entry) => !rejected.has(entry)));
      if (rejected.size === 0) continue;
      try {
        await deadLetters.write(poisonItems.map(({ item, reason }) => entryLetter(item, reason)));
        await markPublished([...rejected]);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  return {
    pass: async (signal) => {
      if ((await nextEntries(kysely, 1, undefined)).length === 0) return;
      await database.tryWithLock("relay", () => publishAll(signal));
    },
    backlog: async () => {
      const some = unpublishedRows(kysely).select("id").limit(maxCounted).as("some");
      const { entries } = await kysely.selectFrom(some)
        .select(({ fn }) => fn.countAll().as("entries")).executeTakeFirstOrThrow();
      const [oldest] = await nextEntries(kysely, 1, undefined);
      return { entries: Number(entries), oldest: oldest && uuidTime(oldest.id) };
    },
  };
}

/** The event that publishes an entry: those of one user go to one partition. */
export function outgoingEvent({ user, eventJson, traceparent }: StoredEntry): OutgoingEvent {
  return { key: user, json: eventJson(), ...(traceparent !== undefined && { traceparent }) };
}

/** The dead letter of an entry. */
export function entryLetter(entry: StoredEntry, reason: PermanentError): DeadLetter {
  const { id, user, eventJson } = entry;
  return { key: user, value: eventJson(), origin: `request_log/${id}`, reason: reason.message };
}

/** The literal lets the database use its partial index of these rows. */
function unpublishedRows(kysely: Kysely<Schema>) {
  return kysely.selectFrom("request_log").where("published", "=", sql.lit(0));
}

async function nextEntries(
  kysely: Kysely<Schema>,
  limit: number,
  after: string | undefined,
): Promise<StoredEntry[]> {
  const rows = await unpublishedRows(kysely).select(ENTRY_COLUMNS)
    .$if(after !== undefined, (rows) => rows.where("id", ">", after!))
    .orderBy("id").limit(limit).execute();
  return rows.map(storedEntry);
}

/** An entry that is damaged is published as it is, and rejected by its readers. */
function storedEntry(row: EntryRow): StoredEntry {
  const { id, user_id: user, operation } = row;
  try {
    return { ...pendingEntry(restoreEntry(row)), id };
  } catch {
    return { id, user, operation, eventJson: () => row.entry };
  }
}
