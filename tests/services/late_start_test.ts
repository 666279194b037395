import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { IGNORE_FAULTS } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, KILLED, PAUSED } from "../../testing/fault_driver.ts";
import { assertRecorded } from "./assert_recorded.ts";
import { startLoad } from "../../testing/load.ts";

for (const fault of [KILLED, PAUSED]) {
  Deno.test({
    name: `a server that starts while Kafka is ${fault.name} answers and creates its topics later`,
    ignore: IGNORE_KAFKA || IGNORE_FAULTS,
    fn: async () => {
      await using driver = createFaultDriver();
      await using topic = newTopic();
      let started: Program | undefined;
      let token = "";
      let answered: ReadonlySet<string> = new Set();

      await driver.during(fault, ["kafka"], async () => {
        started = await startProgram({ env: topic.env });
        ({ token } = await started.newUser());
        const load = startLoad(started, { token, clients: 4 });
        ({ answered } = load);
        await until("clients are answered", () => answered.size > 100);
        await load.stop();
        assert.deepEqual(load.refused, {});
        const { status, checks } = await (await started.get("/health")).json();
        assert.deepEqual([status, checks.events], ["degraded", "failing"]);
        assert.equal((await started.get("/health/ready")).status, 200);
      });
      await using program = started!;
      await until("events are ok", async () => {
        const { checks } = await (await program.get("/health")).json();
        return checks.events === "ok";
      });
      await assertRecorded(answered, { client: program, token, topic });
    },
  });
}
