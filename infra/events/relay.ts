import { type Kysely, sql } from "kysely";
import type { Database } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { writeBisecting } from "../request_log/bisect.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { DeadLetter, EventProducer } from "./event_topic.ts";

const BATCH = 500;

export interface RelayOptions {
  readonly database: Database;
  readonly producer: EventProducer;
  /** Told of entries that the topic refuses for good. */
  readonly onDeadLettered: (letters: readonly DeadLetter[]) => void;
}

/**
 * Publishes the entries that only the database has, in the order of their ids, and marks them. Of
 * all processes on the database one does so at a time; killed in between, it publishes some twice.
 */
export interface Relay {
  /** Publishes what there is until nothing is left, or until the signal is aborted. */
  pass(signal: AbortSignal): Promise<void>;
  /** Entries that have to be published still. */
  unpublished(): Promise<number>;
}

export function createRelay({ database, producer, onDeadLettered }: RelayOptions): Relay {
  const { kysely } = database;

  /** Goes on behind what cannot be set aside, and throws why only at last. */
  async function publishAll(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    let after: string | undefined;
    while (!signal.aborted) {
      const entries = await nextEntries(kysely, BATCH, after);
      if (entries.length === 0) break;
      after = entries.at(-1)!.id;
      const culprits = await writeBisecting(
        entries,
        (some) => producer.publish(some.map(({ user, json }) => ({ key: user, json }))),
      );
      const letters = culprits.map(({ item, reason }) => ({
        key: item.user,
        value: item.json,
        origin: `request_log/${item.id}`,
        reason: reason.message,
      }));
      const refused = new Set(culprits.map(({ item }) => item));
      await markPublished(kysely, entries.filter((entry) => !refused.has(entry)));
      if (letters.length === 0) continue;
      try {
        await producer.deadLetter(letters);
        onDeadLettered(letters);
        await markPublished(kysely, [...refused]);
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

/** The literal lets the database use the index of these rows alone. */
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
