import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../support/kafka.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { startProgram } from "../support/program.ts";
import { isIgnored } from "../support/services.ts";
import { until } from "../support/until.ts";
import { createFaultDriver, KILLED, PAUSED } from "./fault_driver.ts";

for (const fault of [KILLED, PAUSED]) {
  Deno.test({
    name: `server and consumer end in order while Kafka is ${fault.name}`,
    ignore: IGNORE_KAFKA || isIgnored("postgres"),
    fn: async () => {
      await using driver = createFaultDriver();
      await using database = await createTestDatabase();
      const topic = newTopic();
      const env = { ...topic.env, DATABASE_URL: database.url };
      await using server = await startProgram({ env });
      await using consumer = await startProgram({ verb: "consume", env });
      const { token } = await server.newUser();
      await server.post("/factorial", { n: 5 }, token).then((response) => response.text());
      await until("the entry is stored", async () => (await server.entries(token)).length === 1);
      await driver.during(fault, ["kafka"], async () => {
        const ends = await Promise.all([server, consumer].map((program) => program.end("SIGTERM")));
        for (const { code, stderr } of ends) assert.deepEqual([code, stderr], [0, ""]);
      });
    },
  });
}
