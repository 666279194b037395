import assert from "node:assert/strict";
import type { ReceivedEvent } from "../../../../infra/events/event_topic.ts";
import { createKafkaTopic } from "../../../../infra/events/kafka/topic.ts";
import { PermanentError } from "../../../../infra/request_log/permanent_error.ts";
import {
  IGNORE_KAFKA,
  KEEP_TRYING,
  newTopic,
  openTopic,
  readTopic,
  textOf,
} from "../../../../testing/kafka.ts";
import { until } from "../../../../testing/until.ts";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `Kafka: ${name}`, ignore: IGNORE_KAFKA, fn });
}

/** One event of this size fits into a request, two do not. */
const LARGE = "7".repeat(600_000);

test("published events are read unchanged, in their order within a key", async () => {
  await using test = newTopic();
  const { settings } = test;
  await using opened = await openTopic(settings);
  const producer = opened.topic.createProducer();
  const events = Array.from({ length: 300 }, (_, i) => ({ key: `u${i % 7}`, json: `{"ü":${i}}` }));
  await producer.publish(events);
  await producer.close();
  const read = await readTopic(settings);
  for (const key of new Set(events.map(({ key }) => key))) {
    const expected = events.filter((event) => event.key === key).map(({ json }) => json);
    const found = read.filter((event) => new TextDecoder().decode(event.key!) === key).map(textOf);
    assert.deepEqual(found, expected);
  }
  assert.equal(read.length, events.length);
});

test("events that are too large are rejected for good, and others are accepted afterwards", async () => {
  await using test = newTopic();
  const { settings } = test;
  await using opened = await openTopic(settings);
  const producer = opened.topic.createProducer();
  const large = { key: "u", json: JSON.stringify(LARGE) };
  await assert.rejects(producer.publish([large, large]), PermanentError);
  await producer.publish([large]);
  await producer.close();
  assert.equal((await readTopic(settings)).length, 1);
});

test("dead letters keep their bytes, truncated if they are too large", async () => {
  await using test = newTopic();
  const { name, settings } = test;
  await using opened = await openTopic(settings);
  const producer = opened.topic.createProducer();
  const letters = [
    { key: null, value: Uint8Array.of(0, 255, 1), origin: "a/0/1", reason: "no JSON" },
    { key: "u", value: LARGE, origin: "a/0/2", reason: "rejected" },
    { key: "u", value: LARGE + LARGE, origin: "a/0/3", reason: "too large" },
    { key: "u", value: null, origin: "a/0/4", reason: "empty" },
  ];
  await producer.deadLetter(letters);
  await producer.close();
  const read = await readTopic({ ...settings, kafkaTopic: `${name}.dead` });
  const sizes = read.map(({ value }) => value?.length).sort();
  assert.deepEqual(sizes, [3, 600_000, 10_000, undefined].sort());
  const first = read.find(({ value }) => value?.length === 3)!;
  assert.deepEqual([...first.value!], [0, 255, 1]);
});

test("events whose handler fails are received again, and handled ones are not", async () => {
  await using test = newTopic();
  const { settings } = test;
  await using opened = await openTopic(settings);
  const producer = opened.topic.createProducer();
  const events = Array.from({ length: 50 }, (_, i) => ({ key: "u", json: String(i) }));
  await producer.publish(events);
  const handled: string[] = [];
  let failures = 2;
  const handle = (some: readonly ReceivedEvent[]) => {
    if (failures-- > 0) return Promise.reject(new Error("not now"));
    handled.push(...some.map(textOf));
    return Promise.resolve();
  };
  const first = opened.topic.consume(handle, KEEP_TRYING);
  await until("all events are handled", async () => await opened.topic.lag() === 0);
  await first.stop();
  assert.deepEqual(handled, events.map(({ json }) => json));
  await producer.publish([{ key: "u", json: "last" }]);
  const second = opened.topic.consume(handle, KEEP_TRYING);
  await until("the last event is handled", () => handled.length > 50);
  await second.stop();
  assert.deepEqual(handled.slice(50), ["last"]);
  await producer.close();
});

test("a member stays in its group however long the handler takes", async () => {
  await using test = newTopic();
  const { settings } = test;
  await using opened = await openTopic(settings);
  const producer = opened.topic.createProducer();
  await producer.publish([{ key: "u", json: "1" }]);
  await producer.close();
  const { promise, resolve } = Promise.withResolvers<void>();
  let received = 0;
  let aborted = false;
  const consumer = opened.topic.consume((_, signal) => {
    received++;
    signal.addEventListener("abort", () => aborted = true);
    return promise;
  }, KEEP_TRYING);
  await until("the event is received", () => received > 0);
  const sessionEnd = performance.now() + 8_000;
  await until("the session would have ended", () => performance.now() > sessionEnd);
  resolve();
  await until("the event is stored", async () => await opened.topic.lag() === 0);
  assert.deepEqual([received, aborted], [1, false]);
  await consumer.stop();
});

test("topics are created once by two concurrent probes", async () => {
  await using test = newTopic();
  const { settings } = test;
  const [first, second] = await Promise.all([openTopic(settings), openTopic(settings)]);
  await until("the topics exist", () => first.topic.probe().then(() => true, () => false));
  await Promise.all([first, second].map((opened) => opened[Symbol.asyncDispose]()));
});

test("a probe names the missing topics if it may not create them", async () => {
  await using test = newTopic({ kafkaCreateTopics: false });
  const { name, settings } = test;
  await assert.rejects(openTopic(settings), {
    message: `Kafka has no topic ${name} or ${name}.dead, and KAFKA_CREATE_TOPICS is off`,
  });
});

Deno.test("without brokers a probe fails in time", async () => {
  const silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = silent.addr as Deno.NetAddr;
  await using test = newTopic({ kafkaBrokers: [`127.0.0.1:${port}`] });
  const { settings } = test;
  const topic = createKafkaTopic(settings);
  await assert.rejects(topic.probe(), /No topic metadata from Kafka within 1000 ms/);
  silent.close();
  await assert.rejects(topic.probe(), /ECONNREFUSED|No topic metadata/);
  await topic.close();
});
