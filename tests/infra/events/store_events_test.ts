import assert from "node:assert/strict";
import type { Database } from "../../../infra/database/database.ts";
import type { ReceivedEvent } from "../../../infra/events/event_topic.ts";
import { createStoreEvents } from "../../../infra/events/store_events.ts";
import { openLogReader } from "../../../testing/log_reader.ts";
import type { LogEntry } from "../../../domain/log_entry.ts";
import { LOG_DATABASES } from "../../contract/databases.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { createMemoryTopic } from "../../../testing/memory_topic.ts";
import { until } from "../../../testing/until.ts";

/** Stores events in a database whose first `failures` writes fail. */
function createFixture(database: Database, failures = 0) {
  const topic = createMemoryTopic();
  const databaseResults: boolean[] = [];
  const deadLetterResults: unknown[] = [];
  const handled: [received: number, stored: number][] = [];
  let left = failures;
  const store = createStoreEvents({
    database: {
      ...database,
      insertEntries: (entries, published) =>
        left-- > 0 ? Promise.reject(new Error("away")) : database.insertEntries(entries, published),
    },
    deadLetters: {
      write: async (letters) => {
        await topic.createProducer().deadLetter(letters);
      },
    },
    observer: {
      onHandled: ({ received, stored }) => handled.push([received, stored]),
      onDatabaseResult: (error) => databaseResults.push(error === undefined),
      onDeadLetterResult: (error) => deadLetterResults.push(error),
    },
    retryDelay: () => new Promise((resolve) => setTimeout(resolve)),
  });
  return { store, topic, databaseResults, deadLetterResults, handled };
}

for (const { name, ignore, open } of LOG_DATABASES) {
  Deno.test({
    name: `events are stored in ${name} with all their members, however often they are received`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { store, handled } = createFixture(opened.database);
      const entries = [logEntry(), { ...logEntry(), later: [1] }];
      await store(entries.map((entry) => received(entry, 1)), NEVER);
      await store(entries.map((entry) => received(entry)), NEVER);
      assert.deepEqual(await pageOf(opened.database), entries.toReversed());
      assert.deepEqual(handled, [[2, 2], [2, 2]]);
    },
  });

  Deno.test({
    name:
      `an event that arrives in ${name} after its user was deleted does not bring the name back`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      const { store } = createFixture(database);
      const entry = logEntry();
      await database.kysely.insertInto("deleted_users")
        .values({ id: entry.user, deleted_at_ms: 1, forgotten_at_ms: 2 }).execute();
      for (let times = 0; times < 2; times++) await store([received(entry)], NEVER);
      assert.deepEqual(await pageOf(database), [{ ...entry, username: "(deleted)" }]);
    },
  });

  Deno.test({
    name: `storing events is retried until ${name} is available`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { store, databaseResults, topic } = createFixture(opened.database, 3);
      const entry = logEntry();
      await store([received(entry)], NEVER);
      assert.deepEqual(await pageOf(opened.database), [entry]);
      assert.deepEqual(databaseResults, [false, false, false, true]);
      assert.deepEqual(topic.letters, []);
    },
  });
}

const [sqlite] = LOG_DATABASES;

Deno.test("retrying to store events stops when the signal is aborted", async () => {
  await using opened = await sqlite!.open();
  const { store, handled } = createFixture(opened.database, Infinity);
  const stopped = new AbortController();
  const storing = store([received(logEntry())], stopped.signal);
  stopped.abort(new Error("stopping"));
  await assert.rejects(storing, { message: "stopping" });
  assert.deepEqual(handled, []);
});

Deno.test("an event that cannot be read is dead-lettered, and the others are stored", async () => {
  await using opened = await sqlite!.open();
  const { store, topic, handled } = createFixture(opened.database);
  const entry = logEntry();
  const garbage = { key: null, value: new TextEncoder().encode("garbage"), origin: "apilogs/1/2" };
  await store([garbage, received(entry)], NEVER);
  assert.deepEqual(await pageOf(opened.database), [entry]);
  assert.deepEqual(handled, [[2, 1]]);
  const [letter] = topic.letters;
  assert.deepEqual([letter!.value, letter!.origin], [garbage.value, "apilogs/1/2"]);
  assert.match(letter!.reason, /JSON/);
});

Deno.test("writing a dead letter is retried, and its event is not handled before", async () => {
  await using opened = await sqlite!.open();
  const { store, topic, handled, deadLetterResults } = createFixture(opened.database);
  const away = new Error("away");
  topic.failure = away;
  const storing = store([{ key: null, value: null, origin: "apilogs/0/7" }], NEVER);
  await until("the dead letter is retried", () => deadLetterResults.length > 2);
  assert.deepEqual([handled, new Set(deadLetterResults)], [[], new Set([away])]);
  topic.failure = undefined;
  await storing;
  assert.deepEqual([handled, deadLetterResults.at(-1)], [[[1, 0]], undefined]);
  assert.deepEqual(topic.letters.map(({ origin }) => origin), ["apilogs/0/7"]);
});

Deno.test("an aborted wait for the dead-letter topic is reported as failing until the next success", async () => {
  await using opened = await sqlite!.open();
  const { store, topic, handled, deadLetterResults } = createFixture(opened.database);
  topic.failure = new Error("away");
  const stopped = new AbortController();
  const storing = store([{ key: null, value: null, origin: "apilogs/0/7" }], stopped.signal);
  await until("the dead letter is retried", () => deadLetterResults.length > 0);
  const other = new AbortController();
  const alsoStoring = store([{ key: null, value: null, origin: "apilogs/1/3" }], other.signal);
  stopped.abort(new Error("stopping"));
  await assert.rejects(storing, { message: "stopping" });
  await store([received(logEntry())], NEVER);
  other.abort(new Error("stopping"));
  await assert.rejects(alsoStoring, { message: "stopping" });
  assert.deepEqual([handled, new Set(deadLetterResults)], [[[1, 1]], new Set([topic.failure])]);
  await store([received(logEntry())], NEVER);
  assert.equal(deadLetterResults.at(-1), undefined);
});

const NEVER = new AbortController().signal;

function received(entry: LogEntry, indent = 0): ReceivedEvent {
  const value = new TextEncoder().encode(JSON.stringify(entry, null, indent));
  return { key: null, value, origin: `apilogs/0/${entry.id}` };
}

function pageOf(database: Database): Promise<readonly LogEntry[]> {
  return openLogReader(database).page({ limit: 10 });
}
