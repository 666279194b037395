import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { startProgram } from "../../testing/program.ts";
import { IGNORE_FAULTS, SERVICES_PROGRAM } from "../../testing/services.ts";

Deno.test({
  name: "Kafka's console consumer prints calculations as JSON",
  ignore: IGNORE_KAFKA || IGNORE_FAULTS,
  fn: async () => {
    await using topic = newTopic();
    await using program = await startProgram({ env: topic.env });
    const { token } = await program.newUser();
    const answer = await (await program.post("/pow", { base: 2, exponent: 10 }, token)).json();
    const options = ["--from-beginning", "--max-messages", "1", "--timeout-ms", "20000"];
    const { stdout } = await new Deno.Command(SERVICES_PROGRAM!, {
      args: ["kafka-consume", topic.name, ...options],
    }).output();
    const line = new TextDecoder().decode(stdout).split("\n").find((line) => line.startsWith("{"));
    const { id, operation, input, result, timestamp } = JSON.parse(line!);
    assert.deepEqual({ id, operation, input, result, timestamp }, {
      id: answer.id,
      operation: "pow",
      input: { base: "2", exponent: "10" },
      result: "1024",
      timestamp: answer.timestamp,
    });
  },
});
