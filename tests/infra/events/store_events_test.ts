import assert from "node:assert/strict";
import type { Database } from "../../../infra/database/database.ts";
import type { ReceivedEvent } from "../../../infra/events/event_topic.ts";
import { createStoreEvents } from "../../../infra/events/store_events.ts";
import { createLogReader } from "../../../infra/request_log/log_reader.ts";
import type { LogEntry } from "../../../domain/log_entry.ts";
import { DATABASES } from "../../contract/databases.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { createMemoryTopic } from "../../../testing/memory_topic.ts";
import { until } from "../../../testing/until.ts";

/** Stores events, with a database that fails at first if a test wants that. */
function createFixture(database: Database, failures = 0) {
  const topic = createMemoryTopic();
  const working: boolean[] = [];
  const waiting: unknown[] = [];
  const stored: [received: number, setAside: number][] = [];
  let left = failures;
  const store = createStoreEvents({
    database: {
      ...database,
      insertEntries: (entries, published) =>
        left-- > 0 ? Promise.reject(new Error("away")) : database.insertEntries(entries, published),
    },
    producer: topic.createProducer(),
    observer: {
      onStored: (received, letters) => stored.push([received, letters.length]),
      onStoreResult: (error) => working.push(error === undefined),
      onDeadLetterResult: (error) => waiting.push(error),
    },
    wait: () => new Promise((resolve) => setTimeout(resolve)),
  });
  return { store, topic, working, waiting, stored };
}

for (const { name, ignore, open } of DATABASES) {
  Deno.test({
    name: `events are stored in ${name} with the letter of their JSON, however often they come`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { store, stored } = createFixture(opened.database);
      const entries = [logEntry(), logEntry()];
      await store(entries.map((entry) => received(entry, 1)), NEVER);
      await store(entries.map((entry) => received(entry)), NEVER);
      assert.deepEqual(await pageOf(opened.database), entries.toReversed());
      const rows = await opened.database.kysely.selectFrom("request_log").select("entry").execute();
      for (const { entry } of rows) assert.match(entry, /^\{\n "id"/);
      assert.deepEqual(stored, [[2, 0], [2, 0]]);
    },
  });

  Deno.test({
    name: `events wait for ${name} when it is away`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { store, working, topic } = createFixture(opened.database, 3);
      const entry = logEntry();
      await store([received(entry)], NEVER);
      assert.deepEqual(await pageOf(opened.database), [entry]);
      assert.deepEqual(working, [false, false, false, true]);
      assert.deepEqual(topic.letters, []);
    },
  });
}

const [sqlite] = DATABASES;

Deno.test("who stores events while the database is away can be stopped", async () => {
  await using opened = await sqlite!.open();
  const { store, stored } = createFixture(opened.database, Infinity);
  const stopped = new AbortController();
  const storing = store([received(logEntry())], stopped.signal);
  stopped.abort(new Error("stopping"));
  await assert.rejects(storing, { message: "stopping" });
  assert.deepEqual(stored, []);
});

Deno.test("what cannot be read is set aside beside what is stored", async () => {
  await using opened = await sqlite!.open();
  const { store, topic, stored } = createFixture(opened.database);
  const entry = logEntry();
  const garbage = { key: null, value: new TextEncoder().encode("garbage"), origin: "apilogs/1/2" };
  await store([garbage, received(entry)], NEVER);
  assert.deepEqual(await pageOf(opened.database), [entry]);
  assert.deepEqual(stored, [[2, 1]]);
  const [letter] = topic.letters;
  assert.deepEqual([letter!.value, letter!.origin], [garbage.value, "apilogs/1/2"]);
  assert.match(letter!.reason, /JSON/);
});

Deno.test("what cannot be set aside either is waited with, and is not dealt with before", async () => {
  await using opened = await sqlite!.open();
  const { store, topic, stored, waiting } = createFixture(opened.database);
  const away = new Error("away");
  topic.failure = away;
  const storing = store([{ key: null, value: null, origin: "apilogs/0/7" }], NEVER);
  await until("it waits", () => waiting.length > 2);
  assert.deepEqual([stored, new Set(waiting)], [[], new Set([away])]);
  topic.failure = undefined;
  await storing;
  assert.deepEqual([stored, waiting.at(-1)], [[[1, 1]], undefined]);
  assert.deepEqual(topic.letters.map(({ origin }) => origin), ["apilogs/0/7"]);
});

Deno.test("a wait that is stopped is not reported as over, until others are well", async () => {
  await using opened = await sqlite!.open();
  const { store, topic, stored, waiting } = createFixture(opened.database);
  topic.failure = new Error("away");
  const stopped = new AbortController();
  const storing = store([{ key: null, value: null, origin: "apilogs/0/7" }], stopped.signal);
  await until("it waits", () => waiting.length > 0);
  const other = new AbortController();
  const alsoStoring = store([{ key: null, value: null, origin: "apilogs/1/3" }], other.signal);
  stopped.abort(new Error("stopping"));
  await assert.rejects(storing, { message: "stopping" });
  await store([received(logEntry())], NEVER);
  other.abort(new Error("stopping"));
  await assert.rejects(alsoStoring, { message: "stopping" });
  assert.deepEqual([stored, new Set(waiting)], [[[1, 0]], new Set([topic.failure])]);
  await store([received(logEntry())], NEVER);
  assert.equal(waiting.at(-1), undefined);
});

const NEVER = new AbortController().signal;

function received(entry: LogEntry, indent = 0): ReceivedEvent {
  const value = new TextEncoder().encode(JSON.stringify(entry, null, indent));
  return { key: null, value, origin: `apilogs/0/${entry.id}` };
}

function pageOf(database: Database): Promise<LogEntry[]> {
  return createLogReader(database.kysely).page({ limit: 10 });
}
