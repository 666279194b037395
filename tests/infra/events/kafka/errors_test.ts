import assert from "node:assert/strict";
import { isUnknownTopic, translateError } from "../../../../infra/events/kafka/errors.ts";
import { PermanentError } from "../../../../infra/request_log/permanent_error.ts";

Deno.test("an address that is refused is named with what helps", () => {
  const denied = new Error('Requires net access to "kafka-3:9092", run again with the flag');
  assert.equal(
    translateError(denied).message,
    "Kafka advertises kafka-3:9092, which is not in KAFKA_BROKERS: add it to KAFKA_ALLOW",
  );
});

Deno.test("only what a broker would refuse again is a refusal", () => {
  const answer = (type: string) => Object.assign(new Error(type), { type });
  assert.ok(translateError(answer("MESSAGE_TOO_LARGE")) instanceof PermanentError);
  const wrapped = new Error("retries exceeded", { cause: answer("INVALID_RECORD") });
  assert.ok(translateError(wrapped) instanceof PermanentError);
  for (const error of [answer("NOT_ENOUGH_REPLICAS"), new Error("closed")]) {
    assert.equal(translateError(error), error);
  }
  assert.equal(translateError("closed").message, "closed");
});

Deno.test("a topic that does not exist is told from other errors", () => {
  const unknown = Object.assign(new Error("unknown"), { type: "UNKNOWN_TOPIC_OR_PARTITION" });
  assert.equal(isUnknownTopic(new Error("retries exceeded", { cause: unknown })), true);
  assert.equal(isUnknownTopic(new Error("closed")), false);
});
