import assert from "node:assert/strict";
import { freePort } from "../../testing/free_port.ts";
import { followTopic, newTopic, textOf } from "../../testing/kafka.ts";
import { IGNORE_BROKER, startKafkaBroker } from "../../testing/kafka_broker.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { startRelay } from "../../testing/relay.ts";
import { until } from "../../testing/until.ts";

/** Longer than the limit of a request and shorter than that of a probe. */
const SLOW_MS = 300;

/** The pauses between probes double. */
const TRIALS = 2;

Deno.test({
  name: "requests bypass Kafka while it is too slow, and use it again when it is fast",
  ignore: IGNORE_BROKER,
  fn: async (t) => {
    const port = freePort();
    await using relay = startRelay({ hostname: "127.0.0.1", port });
    const advertised = `127.0.0.1:${relay.port}`;
    await using broker = await startKafkaBroker({ port, advertised, protocol: "PLAINTEXT" });
    await using topic = newTopic({ kafkaBrokers: [advertised] });
    await using program = await startProgram({ env: topic.env });
    const { token } = await program.newUser();
    const ask = async () => {
      const response = await program.post("/factorial", { n: 5 }, token);
      assert.equal(response.status, 200);
      return (await response.json()).id as string;
    };
    await until("events are ok", async () => await eventsOf(program) === "ok");
    const ids = [await ask()];
    await using follower = await followTopic({ ...topic.settings, kafkaBrokers: [broker.direct] });
    const timesSeen = (id: string) => follower.events.filter((e) => textOf(e).includes(id)).length;
    // Probes repeat the last event. An entry that is stored late is also published, at most twice.
    const probes = () => ids.reduce((sum, id) => sum + Math.max(0, timesSeen(id) - 2), 0);

    // On a busy machine Kafka may have been too slow before.
    await until("Kafka is used", () => statesOf(program).at(-1) !== "events_failing");
    const before = statesOf(program).length;
    const states = () => statesOf(program).slice(before);

    await t.step("only the first request waits for Kafka", async () => {
      relay.delay(SLOW_MS);
      ids.push(await ask());
      await until("several probes have failed", async () => {
        ids.push(await ask());
        return probes() >= TRIALS;
      });
      assert.deepEqual(new Set(states()), new Set(["events_failing"]));
      assert.equal(await eventsOf(program), "failing");
    });
    await t.step("entries in the database are still published", async () => {
      await until("the topic has everything", () => ids.every((id) => timesSeen(id) > 0));
    });
    await t.step("once it is fast, Kafka is used again", async () => {
      relay.delay(0);
      await until("the log reports the change", () => states().at(-1) === "events_ok");
      await until("events are ok", async () => await eventsOf(program) === "ok");
    });
    await t.step("the log has every answer once", async () => {
      await until("all entries are stored", async () => {
        const stored = (await program.entries(token)).map(({ id }) => id);
        return stored.length === ids.length && ids.every((id) => stored.includes(id));
      });
    });
  },
});

async function eventsOf(program: Program): Promise<string> {
  return (await (await program.get("/health")).json()).checks.events;
}

/** State changes of Kafka in the log. */
function statesOf(program: Program): unknown[] {
  return program.log().map(({ message }) => message)
    .filter((message) => message === "events_ok" || message === "events_failing");
}
