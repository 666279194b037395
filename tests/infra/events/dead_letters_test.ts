import assert from "node:assert/strict";
import { createDeadLetters } from "../../../infra/events/dead_letters.ts";
import type { DeadLetter } from "../../../infra/events/event_topic.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";
import { createMemoryTopic } from "../../../testing/memory_topic.ts";
import { until } from "../../../testing/until.ts";

function createFixture() {
  const topic = createMemoryTopic();
  let log = "";
  let counted = 0;
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const deadLetters = createDeadLetters({
    producer: topic.createProducer(),
    logger,
    observer: {
      onDeadLettered: (events) => {
        counted += events;
      },
    },
  });
  const lines = () => log.trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return { topic, deadLetters, lines, counted: () => counted };
}

function letter(origin: string): DeadLetter {
  return { key: "ada", value: new TextEncoder().encode("garbage"), origin, reason: "no JSON" };
}

Deno.test("each letter is logged once: by its origin, or as lost with all of its text", async () => {
  const { topic, deadLetters, lines, counted } = createFixture();
  topic.rejectsLetter = ({ origin }) => origin === "apilogs/0/2";
  await deadLetters.write([letter("apilogs/0/1"), letter("apilogs/0/2")]);
  assert.deepEqual(topic.letters.map(({ origin }) => origin), ["apilogs/0/1"]);
  assert.equal(counted(), 2);
  assert.deepEqual(lines().map(({ time: _, ...line }) => line), [
    { level: "error", message: "event_dead_lettered", origin: "apilogs/0/1", reason: "no JSON" },
    {
      level: "error",
      message: "event_lost",
      origin: "apilogs/0/2",
      reason: "no JSON",
      key: "ada",
      entry: "garbage",
      error: "The topic rejected the event",
    },
  ]);
});

Deno.test("write() rejects without a log line while the dead-letter topic is unavailable", async () => {
  const { topic, deadLetters, lines, counted } = createFixture();
  topic.takesLetters = false;
  await assert.rejects(deadLetters.write([letter("apilogs/0/1")]), /unavailable/);
  assert.deepEqual([lines(), counted()], [[], 0]);
});

Deno.test("writeOrLog() logs the letter as lost if it cannot be written", async () => {
  const { topic, deadLetters, lines, counted } = createFixture();
  topic.takesLetters = false;
  deadLetters.writeOrLog(letter("request_log/1"));
  await until("the letter is logged", () => lines().length > 0);
  assert.deepEqual(
    lines().map(({ message, origin, entry }) => [message, origin, entry]),
    [["event_lost", "request_log/1", "garbage"]],
  );
  topic.takesLetters = true;
  deadLetters.writeOrLog(letter("request_log/2"));
  await until("the letter is written", () => topic.letters.length > 0);
  await until("the letter is logged", () => lines().length > 1);
  assert.equal(lines()[1].message, "event_dead_lettered");
  assert.equal(counted(), 2);
});

Deno.test("idle() resolves when the letters written in the background are on the topic", async () => {
  const { topic, deadLetters } = createFixture();
  for (const origin of ["request_log/1", "request_log/2"]) deadLetters.writeOrLog(letter(origin));
  await deadLetters.idle();
  assert.deepEqual(topic.letters.map(({ origin }) => origin), ["request_log/1", "request_log/2"]);
});

Deno.test("the log names the entry of a letter and the request that it came from", async () => {
  const { deadLetters, lines } = createFixture();
  const value = JSON.stringify({ id: "0193", request_id: "abc-1", result: "120" });
  await deadLetters.write([{ key: "ada", value, origin: "apilogs/0/3", reason: "no schema" }]);
  assert.deepEqual([lines()[0].id, lines()[0].request_id], ["0193", "abc-1"]);
});
