import assert from "node:assert/strict";
import { createKafkaTopic } from "../../infra/events/kafka/topic.ts";
import type { KafkaSettings } from "../../infra/events/kafka/client.ts";
import { SASL_MECHANISMS } from "../../infra/config/config.ts";
import { makeCertificates } from "../../testing/certificates.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { freePort } from "../../testing/free_port.ts";
import { newTopic, openTopic, probe, readTopic, textOf } from "../../testing/kafka.ts";
import { IGNORE_BROKER, startKafkaBroker } from "../../testing/kafka_broker.ts";
import { startProgram } from "../../testing/program.ts";
import { until } from "../../testing/until.ts";

const USERNAME = "ada";
const PASSWORD = "notes-on-the-engine";
const WRONG = "hidden-word";

const UNTRUSTED = /unable to verify|self.signed|unknown issuer/i;
const WRONG_HOST = /127\.0\.0\.1 is not in the cert's list/;
const REFUSED = /authentication failed/i;

Deno.test({
  name: "Kafka over TLS: the certificate is verified and each SASL mechanism works",
  ignore: IGNORE_BROKER,
  fn: async (t) => {
    await using directory = await makeDirectory();
    await using foreign = await makeDirectory();
    const { ca, certificate, key } = await makeCertificates(directory.path, "localhost");
    const { ca: foreignCa } = await makeCertificates(foreign.path, "localhost");
    const port = freePort();
    await using _broker = await startKafkaBroker({
      port,
      advertised: `localhost:${port}`,
      protocol: "SASL_SSL",
      settings: await secured(certificate, key),
    }, { accounts: [{ username: USERNAME, password: PASSWORD }] });
    const topicWith = (changes: Partial<KafkaSettings> = {}) =>
      newTopic({
        kafkaBrokers: [`localhost:${port}`],
        kafkaTls: true,
        kafkaCa: ca,
        kafkaSasl: "plain",
        kafkaUsername: USERNAME,
        kafkaPassword: PASSWORD,
        ...changes,
      });

    for (const kafkaSasl of SASL_MECHANISMS) {
      await t.step(`${kafkaSasl}: events are published and consumed`, async () => {
        const { settings } = topicWith({ kafkaSasl });
        await using opened = await openTopic(settings);
        const producer = opened.topic.createProducer();
        await producer.publish([{ key: "u", json: "1" }]);
        await producer.close();
        assert.deepEqual((await readTopic(settings)).map(textOf), ["1"]);
      });
      await t.step(
        `${kafkaSasl}: a wrong password is refused, and so is a wrong name`,
        async () => {
          for (const wrong of [{ kafkaPassword: WRONG }, { kafkaUsername: "eve" }]) {
            const { settings } = topicWith({ kafkaSasl, ...wrong });
            await assert.rejects(probeOf(settings), REFUSED);
          }
        },
      );
    }
    for (
      const [name, changes, reason] of [
        ["the certificate of another authority", { kafkaCa: foreignCa }, UNTRUSTED],
        ["the authorities of the system", { kafkaCa: undefined }, UNTRUSTED],
        ["another host", { kafkaBrokers: [`127.0.0.1:${port}`] }, WRONG_HOST],
        ["no TLS", { kafkaTls: false, kafkaCa: undefined }, /closed connection/i],
      ] as const
    ) {
      await t.step(`rejected: ${name}`, async () => {
        await assert.rejects(probeOf(topicWith(changes).settings), reason);
      });
    }

    const file = `${directory.path}/trusted.pem`;
    const environment = (trusted: string) => {
      Deno.writeTextFileSync(file, trusted);
      return {
        ...topicWith().env,
        KAFKA_TLS: "on",
        KAFKA_CA_FILE: file,
        KAFKA_SASL: "scram-sha-512",
        KAFKA_USERNAME: USERNAME,
        KAFKA_PASSWORD: PASSWORD,
      };
    };
    await t.step("the program publishes over TLS with the CA from a file", async () => {
      await using program = await startProgram({ env: environment(ca) });
      const { token } = await program.newUser();
      assert.equal((await program.post("/factorial", { n: 5 }, token)).status, 200);
      await until("the entry is stored", async () => (await program.entries(token)).length === 1);
      const { checks } = await (await program.get("/health")).json();
      assert.equal(checks.events, "ok");
      const metrics = await (await program.get("/metrics")).text();
      assert.match(metrics, /^events_stored_total 1$/m);
    });
    for (
      const [name, env, reason] of [
        ["a wrong password", { ...environment(ca), KAFKA_PASSWORD: WRONG }, REFUSED],
        [
          "another authority",
          { ...environment(ca), KAFKA_CA_FILE: "", KAFKA_CA: foreignCa },
          UNTRUSTED,
        ],
      ] as const
    ) {
      await t.step(`${name}: the log has the reason, and the database has the entry`, async () => {
        await using program = await startProgram({ env });
        const { token } = await program.newUser();
        assert.equal((await program.post("/factorial", { n: 5 }, token)).status, 200);
        assert.equal((await program.entries(token)).length, 1);
        const { status, checks } = await (await program.get("/health")).json();
        assert.deepEqual([status, checks.events], ["degraded", "failing"]);
        // On a busy machine a probe may reach its time limit before the broker answers.
        await until(
          "the log has the reason",
          () =>
            program.log().some(({ message, error }) =>
              message === "events_failing" && reason.test(String(error))
            ),
        );
        assert.ok(!JSON.stringify(program.log()).includes(WRONG));
      });
    }
  },
});

/** Settings of a TLS listener with all mechanisms and one account. */
async function secured(certificate: string, key: string): Promise<Record<string, string>> {
  const keystore = `${certificate}.keystore`;
  const parts = await Promise.all([key, certificate].map((path) => Deno.readTextFile(path)));
  await Deno.writeTextFile(keystore, parts.join(""));
  const scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  return {
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": keystore,
    "sasl.enabled.mechanisms": SASL_MECHANISMS.join().toUpperCase(),
    "plain.sasl.jaas.config": "org.apache.kafka.common.security.plain.PlainLoginModule required " +
      `user_${USERNAME}="${PASSWORD}";`,
    "scram-sha-256.sasl.jaas.config": scram,
    "scram-sha-512.sasl.jaas.config": scram,
  };
}

async function probeOf(settings: KafkaSettings): Promise<void> {
  const topic = createKafkaTopic(settings);
  try {
    await probe(topic);
  } finally {
    await topic.close();
  }
}
