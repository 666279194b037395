import assert from "node:assert/strict";
import type { KafkaSettings } from "../../infra/events/kafka/client.ts";
import { createKafkaTopic } from "../../infra/events/kafka/topic.ts";
import { logEntry } from "../../testing/log_entries.ts";
import { IGNORE_KAFKA, newTopic, readTopic, textOf } from "../../testing/kafka.ts";
import { makeTopics } from "../../testing/kafka_admin.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

Deno.test({
  name: "without a dead-letter topic no event is skipped, and the log reports it",
  ignore: IGNORE_KAFKA || isIgnored("postgres"),
  fn: async (t) => {
    await using topic = newTopic({ kafkaCreateTopics: false });
    const dead = `${topic.name}.dead`;
    await using database = await createTestDatabase();
    await makeTopics(topic.settings, [topic.name]);
    const good = [logEntry(), logEntry()];
    await publish(topic.settings, [JSON.stringify(good[0]), "garbage", JSON.stringify(good[1])]);
    const env = { ...topic.env, DATABASE_URL: database.url, KAFKA_CREATE_TOPICS: "off" };
    await using program = await startProgram({ verb: "consume", env });

    await t.step("the check fails and the log names the topic", async () => {
      const line = await until(
        "the log says that events fail",
        () => program.log().find(({ message }) => message === "events_failing"),
      );
      assert.equal(line.error, `Kafka has no topic ${dead}, and KAFKA_CREATE_TOPICS is off`);
      assert.equal(await eventsOf(program), "failing");
    });
    await t.step("no offset is committed past an event that cannot be dead-lettered", async () => {
      await until(
        "it is waiting",
        () => program.log().some(({ message }) => message === "dead_letters_failing"),
      );
      assert.equal(await lagOf(topic.settings), 3);
    });
    await t.step("once the topic exists, all events are consumed", async () => {
      await makeTopics(topic.settings, [dead]);
      await until("the lag is 0", async () => await lagOf(topic.settings) === 0);
      const letters = await readTopic({
        ...topic.settings,
        kafkaTopic: dead,
        kafkaCreateTopics: true,
      });
      assert.deepEqual(letters.map(textOf), ["garbage"]);
      const rows = await database.query("select id from request_log order by id");
      assert.deepEqual(rows.map(({ id }) => id), good.map(({ id }) => id));
      await until("events are ok", async () => await eventsOf(program) === "ok");
    });
  },
});

async function publish(settings: KafkaSettings, texts: readonly string[]): Promise<void> {
  const topic = createKafkaTopic(settings);
  const producer = topic.createProducer();
  await producer.publish(texts.map((json) => ({ key: "u", json })));
  await producer.close();
  await topic.close();
}

async function lagOf(settings: KafkaSettings): Promise<number> {
  const topic = createKafkaTopic(settings);
  try {
    return await topic.lag();
  } finally {
    await topic.close();
  }
}

async function eventsOf(program: Program): Promise<string> {
  return (await (await program.get("/health")).json()).checks.events;
}
