import assert from "node:assert/strict";
import type { Health } from "../../../domain/ports.ts";
import { createEvents } from "../../../infra/events/events.ts";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";
import { createMetrics } from "../../../infra/telemetry/metrics.ts";
import { DATABASES } from "../../contract/databases.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { createMemoryTopic } from "../../../testing/memory_topic.ts";
import { until } from "../../../testing/until.ts";

const [sqlite] = DATABASES;

const NO_DATABASE: Health = {
  database: "failing",
  cache: "off",
  events: "off",
  recording: false,
  ready: true,
};

/** Events on a topic in memory, with their log and metrics. */
async function startEvents(isUp: boolean) {
  const opened = await sqlite!.open();
  const topic = createMemoryTopic();
  if (!isUp) topic.failure = new Error("away");
  const databaseErrors: unknown[] = [];
  let log = "";
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const metrics = createMetrics({
    health: () => ({ database: "ok", cache: "off", events: "off" }),
    hasEvents: true,
  });
  const events = createEvents({
    topic,
    database: opened.database,
    logger,
    observer: metrics,
    consumes: true,
    relays: true,
    onDatabase: (error) => databaseErrors.push(error),
    pauseMs: 50,
  });
  await events.start();
  return {
    events,
    topic,
    database: opened.database,
    databaseErrors,
    metrics: async () => (await metrics.expose("prometheus")).body,
    messages: () => {
      logger.flush();
      return log.trim().split("\n").map((line) => JSON.parse(line).message);
    },
    lines: () => log.trim().split("\n").map((line) => JSON.parse(line)),
    [Symbol.asyncDispose]: async () => {
      await events.stop();
      await events.close();
      await opened[Symbol.asyncDispose]();
    },
  };
}

Deno.test("while the topic is up, batches go to the topic only, keyed by user", async () => {
  await using started = await startEvents(true);
  const { events, topic, databaseErrors, metrics } = started;
  const entry = logEntry();
  await events.write([pendingEntry(entry)]);
  assert.deepEqual(topic.events, [{ key: entry.user, json: JSON.stringify(entry) }]);
  assert.deepEqual(databaseErrors, []);
  const text = await metrics();
  assert.match(text, /^request_log_write_seconds_count\{destination="topic",outcome="ok"\} 1$/m);
  assert.match(text, /^kafka_up 1$/m);
});

Deno.test("while the topic is down, batches go to the database and are published later", async () => {
  await using started = await startEvents(false);
  const { events, topic, databaseErrors, messages, metrics } = started;
  const entries = [logEntry(), logEntry()].map(pendingEntry);
  await events.write(entries);
  assert.deepEqual(databaseErrors, [undefined]);
  assert.match(await metrics(), /^kafka_up 0$/m);
  topic.failure = undefined;
  await until("they are published", () => topic.events.length === 2);
  assert.deepEqual(
    topic.events.map(({ json }) => json),
    entries.map(({ eventJson }) => eventJson()),
  );
  assert.deepEqual(messages(), ["events_failing", "events_ok"]);
});

Deno.test("a topic that fails a batch is no longer preferred", async () => {
  await using started = await startEvents(true);
  const { events, topic } = started;
  topic.failure = new Error("away");
  await events.write([pendingEntry(logEntry())]);
  assert.equal(events.health(NO_DATABASE).events, "failing");
});

Deno.test("a batch that the topic rejects goes to the database, and the topic stays up", async () => {
  await using started = await startEvents(true);
  const { events, topic, databaseErrors } = started;
  topic.rejects = () => true;
  await events.write([pendingEntry(logEntry())]);
  assert.deepEqual(databaseErrors, [undefined]);
  assert.equal(events.health(NO_DATABASE).events, "ok");
});

Deno.test("a service that is not ready records nothing, although the topic works", async () => {
  await using started = await startEvents(true);
  const { events } = started;
  const health = { ...NO_DATABASE, ready: false, waitingFor: "sessions" } as const;
  assert.equal(events.health(health).recording, false);
});

Deno.test("calculations can be recorded while either destination works", async (t) => {
  for (const [isUp, recording] of [[true, false], [false, true], [false, false]] as const) {
    await t.step(
      `topic ${isUp ? "up" : "away"}, database ${recording ? "up" : "away"}`,
      async () => {
        await using started = await startEvents(isUp);
        const health = started.events.health({ ...NO_DATABASE, recording });
        assert.equal(health.recording, isUp || recording);
        assert.equal(health.events, isUp ? "ok" : "failing");
      },
    );
  }
});

Deno.test("an event that the dead-letter topic rejects is logged, and the next ones are handled", async () => {
  await using started = await startEvents(true);
  const { topic, lines } = started;
  topic.rejectsLetter = ({ origin }) => origin === "apilogs/0/1";
  const bytes = (text: string) => new TextEncoder().encode(text);
  await topic.deliver!([
    { key: bytes("key"), value: bytes("garbage"), origin: "apilogs/0/1" },
    { key: null, value: bytes("rubbish"), origin: "apilogs/0/2" },
  ], new AbortController().signal);
  assert.deepEqual(topic.letters.map(({ origin }) => origin), ["apilogs/0/2"]);
  const lost = lines().filter(({ message }) => message === "event_lost");
  assert.deepEqual(
    lost.map(({ origin, key, entry, error }) => ({ origin, key, entry, error })),
    [{
      origin: "apilogs/0/1",
      key: "key",
      entry: "garbage",
      error: "The topic rejected the event",
    }],
  );
});

Deno.test("close() waits for the dead letters that are being written", async () => {
  await using running = await startEvents(true);
  running.events.deadLetter(pendingEntry(logEntry()), new PermanentError("rejected"));
  await running.events.close();
  assert.equal(running.topic.letters.length, 1);
});
