import assert from "node:assert/strict";
import { errorText } from "../../../domain/error_text.ts";
import type { OutgoingEvent } from "../../../infra/events/event_topic.ts";
import { createTopicState } from "../../../infra/events/topic_state.ts";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";
import { createMemoryTopic } from "../../../testing/memory_topic.ts";
import { until } from "../../../testing/until.ts";

const EVENT: OutgoingEvent = { key: "u", json: "{}" };
const LONG_MS = 60_000;

/** The state of a topic that responds to probes; the test decides what happens to its events. */
function createFixture(probeWriteMs = LONG_MS) {
  const topic = createMemoryTopic();
  const states: string[] = [];
  let now = 0;
  let published = 0;
  let publishing: Promise<void> = Promise.resolve();
  const state = createTopicState({
    probeTopic: topic.probe,
    producer: {
      ...topic.createProducer(),
      publish: async (events) => {
        published++;
        await publishing;
        topic.events.push(...events);
      },
    },
    probeWriteMs,
    onState: (error) => states.push(error === undefined ? "up" : errorText(error)),
    now: () => now,
  });
  return {
    state,
    topic,
    states,
    /** Probes once a second; returns the seconds in which events were published. */
    probeFor: async (seconds: number) => {
      const publishedAt: number[] = [];
      for (let second = 0; second < seconds; second++, now += 1_000) {
        const before = published;
        await state.probe();
        if (published > before) publishedAt.push(second);
      }
      return publishedAt;
    },
    /** Sets the outcome of all further publishing. */
    answer: (outcome: Promise<void>) => {
      publishing = outcome;
      outcome.catch(() => {});
    },
  };
}

Deno.test("a topic is neither reachable nor up before its first successful probe", async () => {
  const { state, topic, states } = createFixture();
  assert.deepEqual([state.isReachable, state.isUp], [false, false]);
  topic.failure = new Error("away");
  await state.probe();
  assert.deepEqual([state.isReachable, state.isUp], [false, false]);
  topic.failure = undefined;
  await state.probe();
  assert.deepEqual([state.isReachable, state.isUp, states], [true, true, ["away", "up"]]);
});

Deno.test("a topic that failed a request is up again after it has acknowledged the event", async () => {
  const { state, topic, states, answer, probeFor } = createFixture();
  await state.probe();
  answer(Promise.reject(new Error("not enough replicas")));
  await assert.rejects(state.publish([EVENT]));
  state.onSlow(new Error("not enough replicas"));
  await probeFor(7);
  assert.equal(state.takesEvents, false);
  assert.deepEqual([state.isReachable, state.isUp, states[0]], [true, false, "up"]);
  assert.deepEqual(new Set(states.slice(1)), new Set(["not enough replicas"]));
  answer(Promise.resolve());
  await state.probe();
  assert.deepEqual([state.isUp, topic.events], [true, [EVENT]]);
});

Deno.test("a topic that acknowledges the event too late is half-open, not up", async () => {
  const { state, topic, answer } = createFixture(1);
  const { promise, resolve } = Promise.withResolvers<void>();
  await state.probe();
  await state.publish([EVENT]);
  state.onSlow(new Error("slow"));
  answer(promise);
  await state.probe();
  assert.deepEqual([state.isReachable, state.isUp], [true, false]);
  resolve();
  await until("the event is acknowledged", () => topic.events.length > 1);
  assert.deepEqual([state.takesEvents, state.isUp], [true, false]);
});

Deno.test("a topic that rejects the event for good is up", async () => {
  const { state, answer } = createFixture();
  await state.probe();
  answer(Promise.reject(new PermanentError("too large")));
  await assert.rejects(state.publish([EVENT]));
  state.onSlow(new Error("slow"));
  await state.probe();
  assert.equal(state.isUp, true);
});

Deno.test("half-open probes of a failing topic back off to one a minute", async () => {
  const { state, answer, probeFor } = createFixture();
  const failure = new Error("slow");
  await state.probe();
  await state.publish([EVENT]);
  answer(Promise.reject(failure));
  state.onSlow(failure);
  assert.deepEqual(await probeFor(250), [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  answer(Promise.resolve());
  assert.deepEqual(await probeFor(120), [53]);
  assert.equal(state.isUp, true);
  answer(Promise.reject(failure));
  state.onSlow(failure);
  assert.deepEqual(await probeFor(5), [0, 1, 3]);
});

Deno.test("a topic that was down is probed half-open at once", async () => {
  const { state, topic, answer, probeFor } = createFixture();
  await state.probe();
  await state.publish([EVENT]);
  answer(Promise.reject(new Error("slow")));
  state.onSlow(new Error("slow"));
  await probeFor(20);
  topic.failure = new Error("away");
  assert.deepEqual(await probeFor(1), []);
  topic.failure = undefined;
  assert.deepEqual(await probeFor(5), [0, 1, 3]);
});

Deno.test("an acknowledgement while the topic is down makes it half-open, not up", async () => {
  const { state, topic, states, answer } = createFixture();
  await state.probe();
  await state.publish([EVENT]);
  topic.failure = new Error("away");
  await state.probe();
  assert.deepEqual([state.isReachable, state.takesEvents, state.isUp], [false, false, false]);
  await state.publish([EVENT]);
  assert.deepEqual([state.takesEvents, state.isUp], [true, false]);
  answer(Promise.reject(new Error("away")));
  await assert.rejects(state.publish([EVENT]));
  assert.deepEqual([state.takesEvents, state.isUp, states], [false, false, ["up", "away", "away"]]);
});

Deno.test("a topic that is slow is no longer up, and still takes events", async () => {
  const { state, states } = createFixture();
  await state.probe();
  state.onSlow(new Error("slow"));
  state.onSlow(new Error("slow"));
  assert.deepEqual([state.isUp, state.takesEvents, states], [false, true, ["up", "slow"]]);
});

Deno.test("each reason for which a topic is not up is reported", async () => {
  const { state, topic, states } = createFixture();
  for (const reason of ["No response within 1000 ms", "self-signed certificate"]) {
    topic.failure = new Error(reason);
    await state.probe();
  }
  topic.failure = undefined;
  await state.probe();
  await state.probe();
  assert.deepEqual(states, ["No response within 1000 ms", "self-signed certificate", "up"]);
});
