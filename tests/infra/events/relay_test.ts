import assert from "node:assert/strict";
import type { Database } from "../../../infra/database/database.ts";
import { createRelay } from "../../../infra/events/relay.ts";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { type DatabaseKind, DATABASES } from "../../contract/databases.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { createMemoryTopic, type MemoryTopic } from "../../../testing/memory_topic.ts";

const ROWS = 1_200;
const NEVER = new AbortController().signal;

for (const kind of DATABASES) {
  test(kind, "what is not published yet is, once and by id", async (database, topic, ids) => {
    const relay = relayOf(database, topic);
    assert.equal(await relay.unpublished(), ROWS);
    await relay.pass(NEVER);
    assert.deepEqual(idsOf(topic), ids);
    assert.equal(await relay.unpublished(), 0);
    await relay.pass(NEVER);
    assert.equal(topic.events.length, ROWS);
  });

  test(kind, "what could not be published is published later", async (database, topic, ids) => {
    const relay = relayOf(database, topic);
    topic.failure = new Error("away");
    await assert.rejects(relay.pass(NEVER), { message: "away" });
    assert.equal(await relay.unpublished(), ROWS);
    topic.failure = undefined;
    await relay.pass(NEVER);
    assert.deepEqual(idsOf(topic), ids);
  });

  test(
    kind,
    "what the topic refuses is set aside once, the rest goes on",
    async (database, topic, ids) => {
      const culprit = ids[777]!;
      topic.refuses = ({ json }) => json.includes(culprit);
      const relay = relayOf(database, topic);
      await relay.pass(NEVER);
      await relay.pass(NEVER);
      assert.deepEqual(idsOf(topic), ids.filter((id) => id !== culprit));
      assert.deepEqual(topic.letters.map(({ origin }) => origin), [`request_log/${culprit}`]);
      assert.equal(await relay.unpublished(), 0);
    },
  );

  test(
    kind,
    "what can be neither published nor set aside stays, and the rest is published once",
    async (database, topic, ids) => {
      const culprit = ids[777]!;
      topic.refuses = ({ json }) => json.includes(culprit);
      topic.takesLetters = false;
      const relay = relayOf(database, topic);
      for (let pass = 0; pass < 4; pass++) await assert.rejects(relay.pass(NEVER));
      assert.deepEqual(idsOf(topic).sort(), ids.filter((id) => id !== culprit));
      assert.equal(await relay.unpublished(), 1);
      topic.takesLetters = true;
      await relay.pass(NEVER);
      assert.deepEqual(topic.letters.map(({ origin }) => origin), [`request_log/${culprit}`]);
      assert.equal(await relay.unpublished(), 0);
    },
  );

  test(
    kind,
    "pages of what can be neither published nor set aside do not hold up what comes after",
    async (database, topic, ids) => {
      const culprits = new Set(ids.slice(0, 1_100));
      topic.refuses = ({ json }) => culprits.has(JSON.parse(json).id);
      topic.takesLetters = false;
      const relay = relayOf(database, topic);
      await assert.rejects(relay.pass(NEVER));
      assert.deepEqual(idsOf(topic), ids.slice(1_100));
      assert.equal(await relay.unpublished(), 1_100);
    },
  );

  test(kind, "two at the same time publish nothing twice", async (database, topic, ids) => {
    const relays = [relayOf(database, topic), relayOf(database, topic)];
    await Promise.all(relays.map((relay) => relay.pass(NEVER)));
    assert.deepEqual(idsOf(topic), ids);
  });
}

/** Runs a check on a database with rows of which one has been published. */
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

function relayOf(database: Database, topic: MemoryTopic) {
  return createRelay({ database, producer: topic.createProducer(), onDeadLettered: () => {} });
}

function idsOf({ events }: MemoryTopic): string[] {
  return events.map(({ json }) => JSON.parse(json).id);
}
