import assert from "node:assert/strict";
import { descriptorsOf } from "../../testing/resources.ts";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { startProgram } from "../../testing/program.ts";
import { IGNORE_FAULTS } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, PAUSED, seconds } from "../../testing/fault_driver.ts";
import { startTraffic } from "../../testing/traffic.ts";

const PAUSES = 6;
const PAUSED_SECONDS = 4;

/** What a client may open when it is first needed. */
const SPARE = 2;

/** In which clients find a Kafka that has come back, and close what they do not need. */
const AFTER_SECONDS = 2;

Deno.test({
  name: "connections to a Kafka that hangs again and again are closed",
  ignore: IGNORE_KAFKA || IGNORE_FAULTS,
  fn: async () => {
    await using driver = createFaultDriver();
    await using program = await startProgram({ env: newTopic().env });
    const { token } = await program.newUser();
    const traffic = startTraffic(program, { token, clients: 4, pauseMs: 50 });
    const open: number[] = [];
    for (let pause = 0; pause < PAUSES; pause++) {
      await driver.during(PAUSED, ["kafka"], () => seconds(PAUSED_SECONDS));
      await seconds(AFTER_SECONDS);
      open.push(descriptorsOf(program.pid));
    }
    const isClosed = () => descriptorsOf(program.pid) <= open[0]! + SPARE;
    await until("those of the last time are closed", isClosed).catch(() => {});
    await traffic.stop();
    assert.ok(isClosed(), `Open after each time: ${open.join(", ")}`);
  },
});
