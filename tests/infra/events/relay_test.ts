import assert from "node:assert/strict";
import { GUEST } from "../../../domain/accounts/principal.ts";
import type { LogEntry } from "../../../domain/log_entry.ts";
import { uuidTime } from "../../../domain/uuid_time.ts";
import type { Database } from "../../../infra/database/database.ts";
import { createDeadLetters } from "../../../infra/events/dead_letters.ts";
import { createRelay, type RelayOptions } from "../../../infra/events/relay.ts";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";
import { type DatabaseKind, LOG_DATABASES } from "../../contract/databases.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { createMemoryTopic, type MemoryTopic } from "../../../testing/memory_topic.ts";

const ROWS = 1_200;
const NEVER = new AbortController().signal;

for (const kind of LOG_DATABASES) {
  test(
    kind,
    "unpublished entries are published once, in the order of their ids",
    async (database, topic, ids) => {
      const relay = relayOf(database, topic);
      assert.equal((await relay.backlog()).entries, ROWS);
      await relay.pass(NEVER);
      assert.deepEqual(idsOf(topic), ids);
      assert.equal((await relay.backlog()).entries, 0);
      await relay.pass(NEVER);
      assert.equal(topic.events.length, ROWS);
    },
  );

  test(
    kind,
    "events have the complete entry, whoever stored it, and their trace",
    async (database, topic) => {
      const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      const { schema, ...rest } = logEntry();
      const entries: LogEntry[] = [
        { ...rest, traceparent, schema },
        logEntry({ user: GUEST.userId, outcome: "cancelled", result: null, digits: null }),
        logEntry(),
      ];
      await database.kysely.deleteFrom("request_log").execute();
      await database.insertEntries(entries.map(pendingEntry), false);
      const { kysely } = database;
      await kysely.updateTable("request_log").set({ entry: JSON.stringify(entries[2]) })
        .where("id", "=", entries[2]!.id).execute();
      await relayOf(database, topic).pass(NEVER);
      assert.deepEqual(
        topic.events,
        entries.map((entry) => ({
          key: entry.user,
          json: JSON.stringify(entry),
          ...(entry.traceparent !== undefined && { traceparent: entry.traceparent }),
        })),
      );
    },
  );

  test(kind, "an entry that is damaged does not keep others", async (database, topic, ids) => {
    const { kysely } = database;
    await kysely.updateTable("request_log").set({ entry: "{" }).where("id", "=", ids[9]!).execute();
    await relayOf(database, topic).pass(NEVER);
    assert.equal(topic.events.length, ROWS);
    assert.equal(topic.events[9]!.json, "{");
  });

  test(
    kind,
    "entries that could not be published are published later",
    async (database, topic, ids) => {
      const relay = relayOf(database, topic);
      topic.failure = new Error("away");
      await assert.rejects(relay.pass(NEVER), { message: "away" });
      assert.equal((await relay.backlog()).entries, ROWS);
      topic.failure = undefined;
      await relay.pass(NEVER);
      assert.deepEqual(idsOf(topic), ids);
    },
  );

  test(
    kind,
    "an entry that the topic rejects is dead-lettered once, and the others are published",
    async (database, topic, ids) => {
      const poison = ids[777]!;
      topic.rejects = ({ json }) => json.includes(poison);
      const relay = relayOf(database, topic);
      await relay.pass(NEVER);
      await relay.pass(NEVER);
      assert.deepEqual(idsOf(topic), ids.filter((id) => id !== poison));
      assert.deepEqual(topic.letters.map(({ origin }) => origin), [`request_log/${poison}`]);
      assert.equal((await relay.backlog()).entries, 0);
    },
  );

  test(
    kind,
    "an entry that cannot be dead-lettered stays, and the others are published once",
    async (database, topic, ids) => {
      const poison = ids[777]!;
      topic.rejects = ({ json }) => json.includes(poison);
      topic.takesLetters = false;
      const relay = relayOf(database, topic);
      for (let pass = 0; pass < 4; pass++) await assert.rejects(relay.pass(NEVER));
      assert.deepEqual(idsOf(topic).sort(), ids.filter((id) => id !== poison));
      assert.equal((await relay.backlog()).entries, 1);
      topic.takesLetters = true;
      await relay.pass(NEVER);
      assert.deepEqual(topic.letters.map(({ origin }) => origin), [`request_log/${poison}`]);
      assert.equal((await relay.backlog()).entries, 0);
    },
  );

  test(
    kind,
    "whole batches that cannot be dead-lettered do not delay the entries behind them",
    async (database, topic, ids) => {
      const poison = new Set(ids.slice(0, 1_100));
      topic.rejects = ({ json }) => poison.has(JSON.parse(json).id);
      topic.takesLetters = false;
      const relay = relayOf(database, topic);
      await assert.rejects(relay.pass(NEVER));
      assert.deepEqual(idsOf(topic), ids.slice(1_100));
      assert.equal((await relay.backlog()).entries, 1_100);
    },
  );

  test(kind, "two relays at the same time publish nothing twice", async (database, topic, ids) => {
    const relays = [relayOf(database, topic), relayOf(database, topic)];
    await Promise.all(relays.map((relay) => relay.pass(NEVER)));
    assert.deepEqual(idsOf(topic), ids);
  });
}

for (const kind of LOG_DATABASES) {
  test(kind, "the backlog has a bounded number and the oldest", async (database, topic, ids) => {
    assert.deepEqual(await relayOf(database, topic, { maxCounted: 1_000 }).backlog(), {
      entries: 1_000,
      oldest: uuidTime(ids[0]!),
    });
    const relay = relayOf(database, topic);
    assert.deepEqual(await relay.backlog(), { entries: ROWS, oldest: uuidTime(ids[0]!) });
    await relay.pass(NEVER);
    assert.deepEqual(await relay.backlog(), { entries: 0, oldest: undefined });
  });
}

/** Runs a check on a database with `ROWS` unpublished entries and a published one. */
function test(
  { name, ignore, open }: DatabaseKind,
  guarantee: string,
  check: (database: Database, topic: MemoryTopic, ids: string[]) => Promise<void>,
): void {
  Deno.test({
    name: `relay from ${name}: ${guarantee}`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      const entries = Array.from({ length: ROWS }, () => pendingEntry(logEntry()));
      await database.insertEntries(entries.toReversed(), false);
      await database.insertEntries([pendingEntry(logEntry())], true);
      await check(database, createMemoryTopic(), entries.map(({ id }) => id));
    },
  });
}

function relayOf(
  database: Database,
  topic: MemoryTopic,
  options: Pick<RelayOptions, "maxCounted"> = {},
) {
  const producer = topic.createProducer();
  const deadLetters = createDeadLetters({
    producer,
    logger: createLogger({ level: "error", format: "json", write() {} }),
    observer: { onDeadLettered() {} },
  });
  return createRelay({ database, producer, deadLetters, ...options });
}

function idsOf({ events }: MemoryTopic): string[] {
  return events.map(({ json }) => JSON.parse(json).id);
}
