import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic, openTopic } from "../../testing/kafka.ts";
import { occupyGroup } from "../../testing/kafka_admin.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { IGNORE_FAULTS } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, PAUSED } from "../../testing/fault_driver.ts";

const LAG = /^events_consumer_lag (\d+)$/m;

Deno.test({
  name: "the events check fails while the group rejects the consumer",
  ignore: IGNORE_KAFKA,
  fn: async (t) => {
    await using topic = newTopic();
    await using _opened = await openTopic(topic.settings);
    const stranger = await occupyGroup(topic.settings);
    await using program = await startProgram({ env: topic.env });
    const { token } = await program.newUser();

    await t.step("the check fails although the topic accepts events", async () => {
      await until("events are failing", async () => await eventsOf(program) === "failing");
      assert.match(await metricsOf(program), /^kafka_up 1$/m);
      assert.equal((await program.get("/health/ready")).status, 200);
    });
    await t.step("the log has the reason", async () => {
      const line = await lineOf(program, "consumer_failing");
      assert.match(String(line.error), /group member's supported protocols/);
    });
    await t.step(
      "once it joins, the consumer stores the backlog and the check passes",
      async () => {
        assert.equal((await program.post("/factorial", { n: 5 }, token)).status, 200);
        assert.deepEqual(await program.entries(token), []);
        await stranger[Symbol.asyncDispose]();
        await until("events are ok", async () => await eventsOf(program) === "ok");
        await until("the entry is stored", async () => (await program.entries(token)).length === 1);
        await lineOf(program, "consumer_ok");
      },
    );
  },
});

Deno.test({
  name: "an unknown lag is omitted from the metrics",
  ignore: IGNORE_KAFKA || IGNORE_FAULTS,
  fn: async () => {
    await using driver = createFaultDriver();
    await using topic = newTopic();
    await using program = await startProgram({ env: topic.env });
    await until("the lag is known", async () => LAG.test(await metricsOf(program)));
    await driver.during(PAUSED, ["kafka"], async () => {
      await until("the lag is omitted", async () => !LAG.test(await metricsOf(program)));
    });
    await until("the lag is known again", async () => LAG.test(await metricsOf(program)));
  },
});

Deno.test({
  name: "a process without a consumer reports no lag",
  ignore: IGNORE_KAFKA,
  fn: async () => {
    const env = { ...newTopic().env, CONSUMER: "off", DATABASE_URL: "postgres://u@127.0.0.1:1/d" };
    await using program = await startProgram({ env });
    assert.doesNotMatch(await metricsOf(program), LAG);
  },
});

/** Waits for a log line: lines are written in batches and may be late. */
function lineOf(program: Program, wanted: string) {
  return until(
    `the log has ${wanted}`,
    () => program.log().find(({ message }) => message === wanted),
  );
}

async function eventsOf(program: Program): Promise<string> {
  return (await (await program.get("/health")).json()).checks.events;
}

async function metricsOf(program: Program): Promise<string> {
  return await (await program.get("/metrics")).text();
}
