import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { startProgram } from "../../testing/program.ts";
import { addressOf } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

Deno.test({
  name: "an address that Kafka advertises must be allowed, and the log names the setting",
  ignore: IGNORE_KAFKA,
  fn: async (t) => {
    const advertised = addressOf("kafka");
    const brokers = `localhost:${new URL(`tcp://${advertised}`).port}`;
    const env = { ...newTopic().env, KAFKA_BROKERS: brokers };

    await t.step(
      "without the setting, publishing fails, and calculations are still recorded",
      async () => {
        await using program = await startProgram({ env });
        const line = await until(
          "the log has the reason",
          () => program.log().find(({ message }) => message === "events_failing"),
        );
        assert.match(String(line.error), new RegExp(`advertises ${advertised}.* KAFKA_ALLOW`));
        const { token } = await program.newUser();
        assert.equal((await program.post("/factorial", { n: 5 }, token)).status, 200);
      },
    );
    await t.step("with the setting, the events check passes", async () => {
      await using program = await startProgram({ env: { ...env, KAFKA_ALLOW: advertised } });
      await until("events are ok", async () => {
        const { checks } = await (await program.get("/health")).json();
        return checks.events === "ok";
      });
    });
  },
});
