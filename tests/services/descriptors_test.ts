import assert from "node:assert/strict";
import { descriptorsOf } from "../../testing/resources.ts";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { startProgram } from "../../testing/program.ts";
import { IGNORE_FAULTS } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, PAUSED, seconds } from "../../testing/fault_driver.ts";
import { startLoad } from "../../testing/load.ts";

/** A connection that each pause leaves open exceeds `SPARE`. */
const PAUSES = 4;
const PAUSED_SECONDS = 4;

/** Connections that a client may open on its first use. */
const SPARE = 2;

/** Time for clients to reconnect and to close unused connections. */
const AFTER_SECONDS = 2;

Deno.test({
  name: "connections are closed when Kafka hangs repeatedly",
  ignore: IGNORE_KAFKA || IGNORE_FAULTS,
  fn: async () => {
    await using driver = createFaultDriver();
    await using topic = newTopic();
    await using program = await startProgram({ env: topic.env });
    const { token } = await program.newUser();
    const load = startLoad(program, { token, clients: 4, pauseMs: 50 });
    const open: number[] = [];
    for (let pause = 0; pause < PAUSES; pause++) {
      await driver.during(PAUSED, ["kafka"], () => seconds(PAUSED_SECONDS));
      await seconds(AFTER_SECONDS);
      open.push(descriptorsOf(program.pid));
    }
    const isClosed = () => descriptorsOf(program.pid) <= open[0]! + SPARE;
    await until("the connections are closed", isClosed).catch(() => {});
    await load.stop();
    assert.ok(isClosed(), `Open after each time: ${open.join(", ")}`);
  },
});
