import assert from "node:assert/strict";
import { isUnknownTopic, translated } from "../../../../infra/events/kafka/errors.ts";
import { RefusedError } from "../../../../infra/request_log/refused_error.ts";

Deno.test("an address that is refused is named with what helps", () => {
  const denied = new Error('Requires net access to "kafka-3:9092", run again with the flag');
  assert.equal(
    translated(denied).message,
    "Kafka advertises kafka-3:9092, which is not in KAFKA_BROKERS: add it to KAFKA_ALLOW",
  );
});

Deno.test("only what a broker would refuse again is a refusal", () => {
  const answer = (type: string) => Object.assign(new Error(type), { type });
  assert.ok(translated(answer("MESSAGE_TOO_LARGE")) instanceof RefusedError);
  const wrapped = new Error("retries exceeded", { cause: answer("INVALID_RECORD") });
  assert.ok(translated(wrapped) instanceof RefusedError);
  for (const error of [answer("NOT_ENOUGH_REPLICAS"), new Error("closed")]) {
    assert.equal(translated(error), error);
  }
  assert.equal(translated("closed").message, "closed");
});

Deno.test("a topic that does not exist is told from other errors", () => {
  const unknown = Object.assign(new Error("unknown"), { type: "UNKNOWN_TOPIC_OR_PARTITION" });
  assert.equal(isUnknownTopic(new Error("retries exceeded", { cause: unknown })), true);
  assert.equal(isUnknownTopic(new Error("closed")), false);
});
