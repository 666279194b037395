import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { startProgram } from "../../testing/program.ts";
import { IGNORE_FAULTS } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, KILLED, PAUSED } from "../../testing/fault_driver.ts";
import { assertRecorded } from "./assert_recorded.ts";
import { startLoad } from "../../testing/load.ts";

const CLIENTS = 16;
const PAUSE_MS = 20;

/** Answers during the fault; the backlog for Kafka is larger than its first batch. */
const MEANINGFUL = 1_000;

for (const fault of [KILLED, PAUSED]) {
  Deno.test({
    name: `no answer waits for Kafka or is lost while Kafka is ${fault.name}`,
    ignore: IGNORE_KAFKA || IGNORE_FAULTS,
    fn: async (t) => {
      await using driver = createFaultDriver();
      await using topic = newTopic();
      await using program = await startProgram({ env: topic.env });
      const { token } = await program.newUser();
      const load = startLoad(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS });
      await until("clients are answered", () => load.answered.size > CLIENTS);
      await driver.during(fault, ["kafka"], async () => {
        const endObservation = load.observe();
        const before = load.answered.size;
        await until("the failure is logged, and clients are answered all the while", () => {
          const isLogged = program.log().some(({ message }) => message === "events_failing");
          return isLogged && load.answered.size - before > MEANINGFUL;
        });
        const { answers, longestGapMs } = endObservation();
        console.log(`${answers} answers, the longest gap ${Math.round(longestGapMs)} ms`);
      });
      await load.stop();

      await t.step("nothing was refused", () => assert.deepEqual(load.refused, {}));
      await t.step(
        `all ${load.answered.size} answers are in the log and on the topic`,
        () => assertRecorded(load.answered, { client: program, token, topic }),
      );
      await t.step("/health is ok again", async () => {
        await until("events are ok", async () => {
          const { checks } = await (await program.get("/health")).json();
          return checks.events === "ok";
        });
      });
    },
  });
}
