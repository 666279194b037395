import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { IGNORE_KAFKA, newTopic, openTopic } from "../../testing/kafka.ts";
import { deleteRecords, makeTopics } from "../../testing/kafka_admin.ts";
import { logEntry } from "../../testing/log_entries.ts";
import { startProgram } from "../../testing/program.ts";
import { until } from "../../testing/until.ts";

Deno.test({
  name: "events that Kafka deleted while no consumer ran are logged and counted",
  ignore: IGNORE_KAFKA,
  fn: async () => {
    await using directory = await makeDirectory();
    await using topic = newTopic();
    await makeTopics(topic.settings, [topic.name, `${topic.name}.dead`]);
    await using opened = await openTopic(topic.settings);
    const producer = opened.topic.createProducer();
    const publish = (count: number) =>
      producer.publish(
        Array.from({ length: count }, () => ({ key: "u", json: JSON.stringify(logEntry()) })),
      );
    const start = () => startProgram({ dataDir: directory.path, env: topic.env });

    await publish(3);
    {
      await using program = await start();
      await until("the events are stored", async () => await opened.topic.lag() === 0);
      await program.end("SIGTERM");
      assert.ok(!program.log().some(({ message }) => message === "events_deleted"));
    }
    await publish(20);
    await deleteRecords(topic.settings, { partition: 0, before: 15 });
    await using program = await start();
    const line = await until(
      "the log says that events are missing",
      () => program.log().find(({ message }) => message === "events_deleted"),
    );
    const { partition, first, last, events } = line;
    assert.deepEqual([partition, first, last, events], [0, "3", "14", 12]);
    const metrics = await (await program.get("/metrics")).text();
    assert.match(metrics, /^events_deleted_total 12$/m);
    await until("the others are stored", async () => await opened.topic.lag() === 0);
    await producer.close();
  },
});
