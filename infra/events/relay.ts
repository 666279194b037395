import { type Kysely, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { writeBisecting } from "../request_log/bisect.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { PermanentError } from "../request_log/permanent_error.ts";
import type { DeadLetters } from "./dead_letters.ts";
import type { DeadLetter, EventProducer, OutgoingEvent } from "./event_topic.ts";

const BATCH_SIZE = 500;

export interface RelayOptions {
  readonly database: Database;
  readonly producer: Pick<EventProducer, "publish">;
  readonly deadLetters: Pick<DeadLetters, "write">;
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
  /** Number of entries that are not published yet. */
  unpublished(): Promise<number>;
}

export function createRelay({ database, producer, deadLetters }: RelayOptions): Relay {
  const { kysely } = database;

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
      await markPublished(kysely, entries.filter((entry) => !rejected.has(entry)));
      if (rejected.size === 0) continue;
      try {
        await deadLetters.write(poisonItems.map(({ item, reason }) => entryLetter(item, reason)));
        await markPublished(kysely, [...rejected]);
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
    unpublished: async () => {
      const { entries } = await unpublishedRows(kysely)
        .select(({ fn }) => fn.countAll().as("entries")).executeTakeFirstOrThrow();
      return Number(entries);
    },
  };
}

/** The event that publishes an entry: those of one user go to one partition. */
export function outgoingEvent({ user, json, traceparent }: PendingEntry): OutgoingEvent {
  return { key: user, json, traceparent };
}

/** The dead letter of an entry. */
export function entryLetter({ id, user, json }: PendingEntry, reason: PermanentError): DeadLetter {
  return { key: user, value: json, origin: `request_log/${id}`, reason: reason.message };
}

/** The literal lets the database use its partial index of these rows. */
function unpublishedRows(kysely: Kysely<Schema>) {
  return kysely.selectFrom("request_log").where("published", "=", sql.lit(0));
}

async function nextEntries(
  kysely: Kysely<Schema>,
  limit: number,
  after: string | undefined,
): Promise<PendingEntry[]> {
  const rows = await unpublishedRows(kysely).select(["id", "user_id", "operation", "entry"])
    .$if(after !== undefined, (rows) => rows.where("id", ">", after!))
    .orderBy("id").limit(limit).execute();
  return rows.map(({ id, user_id: user, operation, entry: json }) => ({
    id,
    user,
    operation,
    json,
    traceparent: /"traceparent":"([0-9a-f-]{55})"/.exec(json)?.[1],
  }));
}

async function markPublished(
  kysely: Kysely<Schema>,
  entries: readonly PendingEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await kysely.updateTable("request_log").set({ published: 1 })
    .where("id", "in", entries.map(({ id }) => id)).execute();
}
