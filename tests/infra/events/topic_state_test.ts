import assert from "node:assert/strict";
import type { OutgoingEvent } from "../../../infra/events/event_topic.ts";
import { createTopicState } from "../../../infra/events/topic_state.ts";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";
import { createMemoryTopic } from "../../../testing/memory_topic.ts";
import { until } from "../../../testing/until.ts";

const EVENT: OutgoingEvent = { key: "u", json: "{}" };
const LONG_MS = 60_000;

/** The state of a topic that answers probes, whatever becomes of its events. */
function createFixture(probeWriteMs = LONG_MS) {
  const topic = createMemoryTopic();
  const changes: boolean[] = [];
  let now = 0;
  let trials = 0;
  let publishing: Promise<void> = Promise.resolve();
  const state = createTopicState({
    probeTopic: topic.probe,
    producer: {
      ...topic.createProducer(),
      publish: async (events) => {
        trials++;
        await publishing;
        topic.events.push(...events);
      },
    },
    probeWriteMs,
    onChange: (isUp) => changes.push(isUp),
    now: () => now,
  });
  return {
    state,
    topic,
    changes,
    /** Probes once a second, and tells in which seconds events were published. */
    probeFor: async (seconds: number) => {
      const published: number[] = [];
      for (let second = 0; second < seconds; second++, now += 1_000) {
        const before = trials;
        await state.probe();
        if (trials > before) published.push(second);
      }
      return published;
    },
    /** What becomes of events from now on. */
    answer: (outcome: Promise<void>) => {
      publishing = outcome;
      outcome.catch(() => {});
    },
  };
}

Deno.test("a topic is neither reachable nor up before it has answered a probe", async () => {
  const { state, topic, changes } = createFixture();
  assert.deepEqual([state.isReachable, state.isUp], [false, false]);
  topic.failure = new Error("away");
  await state.probe();
  assert.deepEqual([state.isReachable, state.isUp], [false, false]);
  topic.failure = undefined;
  await state.probe();
  assert.deepEqual([state.isReachable, state.isUp, changes], [true, true, [false, true]]);
});

Deno.test("a topic that has failed a request is up when it has taken its event", async () => {
  const { state, topic, changes, answer, probeFor } = createFixture();
  await state.probe();
  answer(Promise.reject(new Error("not enough replicas")));
  await assert.rejects(state.publish([EVENT]));
  state.failed(new Error("not enough replicas"));
  await probeFor(7);
  assert.equal(state.takesEvents, false);
  assert.deepEqual([state.isReachable, state.isUp, changes], [true, false, [true, false]]);
  answer(Promise.resolve());
  await state.probe();
  assert.deepEqual([state.isUp, topic.events], [true, [EVENT]]);
});

Deno.test("a topic that takes the event too late is not up, though it takes it", async () => {
  const { state, topic, answer } = createFixture(1);
  const { promise, resolve } = Promise.withResolvers<void>();
  await state.probe();
  await state.publish([EVENT]);
  state.failed(new Error("slow"));
  answer(promise);
  await state.probe();
  assert.deepEqual([state.isReachable, state.isUp], [true, false]);
  resolve();
  await until("it has taken it", () => topic.events.length > 1);
  assert.deepEqual([state.takesEvents, state.isUp], [true, false]);
});

Deno.test("a topic that refuses the event for good has answered", async () => {
  const { state, answer } = createFixture();
  await state.probe();
  answer(Promise.reject(new PermanentError("too large")));
  await assert.rejects(state.publish([EVENT]));
  state.failed(new Error("slow"));
  await state.probe();
  assert.equal(state.isUp, true);
});

Deno.test("a topic that goes on failing is tried less and less often, once a minute at last", async () => {
  const { state, answer, probeFor } = createFixture();
  const failure = new Error("slow");
  await state.probe();
  await state.publish([EVENT]);
  answer(Promise.reject(failure));
  state.failed(failure);
  assert.deepEqual(await probeFor(250), [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  answer(Promise.resolve());
  assert.deepEqual(await probeFor(120), [53]);
  assert.equal(state.isUp, true);
  answer(Promise.reject(failure));
  state.failed(failure);
  assert.deepEqual(await probeFor(5), [0, 1, 3]);
});

Deno.test("a topic that was away is tried at once when it is back", async () => {
  const { state, topic, answer, probeFor } = createFixture();
  await state.probe();
  await state.publish([EVENT]);
  answer(Promise.reject(new Error("slow")));
  state.failed(new Error("slow"));
  await probeFor(20);
  topic.failure = new Error("away");
  assert.deepEqual(await probeFor(1), []);
  topic.failure = undefined;
  assert.deepEqual(await probeFor(5), [0, 1, 3]);
});
