import assert from "node:assert/strict";
import { isUnknownTopic, translateError } from "../../../../infra/events/kafka/errors.ts";
import { PermanentError } from "../../../../infra/request_log/permanent_error.ts";

Deno.test("translateError() names the address that is not allowed and the setting that allows it", () => {
  const denied = new Error('Requires net access to "kafka-3:9092", run again with the flag');
  assert.equal(
    translateError(denied).message,
    "Kafka advertises kafka-3:9092, which is not in KAFKA_BROKERS: add it to KAFKA_ALLOW",
  );
});

Deno.test("translateError() returns a PermanentError only for records that are rejected for good", () => {
  const reply = (type: string) => Object.assign(new Error(type), { type });
  assert.ok(translateError(reply("MESSAGE_TOO_LARGE")) instanceof PermanentError);
  const wrapped = new Error("retries exceeded", { cause: reply("INVALID_RECORD") });
  assert.ok(translateError(wrapped) instanceof PermanentError);
  for (const error of [reply("NOT_ENOUGH_REPLICAS"), new Error("closed")]) {
    assert.equal(translateError(error), error);
  }
  assert.equal(translateError("closed").message, "closed");
});

Deno.test("translateError() says that no broker replied instead of how kafkajs fails at that", () => {
  const reply = JSON.parse("null");
  const failures: unknown[] = [];
  for (
    const read of [() => reply.topicMetadata, () => (({ topicMetadata }) => topicMetadata)(reply)]
  ) {
    try {
      read();
    } catch (error) {
      failures.push(error);
    }
  }
  assert.equal(failures.length, 2);
  for (const error of failures) {
    assert.deepEqual(
      translateError(error),
      new Error("No broker of Kafka has replied", { cause: error }),
    );
  }
});

Deno.test("isUnknownTopic() is true only for a topic that does not exist", () => {
  const unknown = Object.assign(new Error("unknown"), { type: "UNKNOWN_TOPIC_OR_PARTITION" });
  assert.equal(isUnknownTopic(new Error("retries exceeded", { cause: unknown })), true);
  assert.equal(isUnknownTopic(new Error("closed")), false);
});
