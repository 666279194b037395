import assert from "node:assert/strict";
import { clientOptions } from "../../../../infra/events/kafka/client.ts";
import { newTopic } from "../../../../testing/kafka.ts";

const { settings } = newTopic({ kafkaBrokers: ["kafka-1:9092", "kafka-2:9092"] });

Deno.test("by default the client uses plain text and does not authenticate", () => {
  const { brokers, ssl, sasl } = clientOptions(settings);
  assert.deepEqual({ brokers, ssl, sasl }, {
    brokers: ["kafka-1:9092", "kafka-2:9092"],
    ssl: undefined,
    sasl: undefined,
  });
});

Deno.test("with TLS the server is verified, against the configured authorities if there are any", () => {
  assert.equal(clientOptions({ ...settings, kafkaTls: true }).ssl, true);
  const kafkaCa = "-----BEGIN CERTIFICATE-----";
  assert.deepEqual(clientOptions({ ...settings, kafkaTls: true, kafkaCa }).ssl, { ca: [kafkaCa] });
});

Deno.test("the client authenticates with the configured mechanism and account", () => {
  for (const kafkaSasl of ["plain", "scram-sha-256", "scram-sha-512"] as const) {
    const account = { kafkaSasl, kafkaUsername: "ada", kafkaPassword: "secret" };
    assert.deepEqual(clientOptions({ ...settings, ...account }).sasl, {
      mechanism: kafkaSasl,
      username: "ada",
      password: "secret",
    });
  }
});
