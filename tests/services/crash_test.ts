import assert from "node:assert/strict";
import { type Program, startProgram } from "../../testing/program.ts";
import { until } from "../../testing/until.ts";
import { createBackends, IGNORE_BACKENDS } from "../../testing/backends.ts";
import { seconds } from "../../testing/fault_driver.ts";
import { assertRecorded } from "./assert_recorded.ts";
import { startLoad } from "../../testing/load.ts";

const ROUNDS = Number(Deno.env.get("CRASH_ROUNDS") || 2);
const CLIENTS = 32;
const BATCH_CLIENTS = 4;

/** Answers that clients receive before a process is killed. */
const MEANINGFUL = 200;

/** A process is killed at a random moment within this time after those answers. */
const WITHIN_SECONDS = 1;

type Verb = "serve" | "consume";

/** Processes to kill, alternating between rounds. */
const VICTIMS: readonly (readonly Verb[])[] = [["serve"], ["consume"], ["serve", "consume"]];

Deno.test({
  name: `no answer is lost or recorded twice by kill -9 of server and consumer (${ROUNDS} rounds)`,
  ignore: IGNORE_BACKENDS,
  fn: async (t) => {
    await using backends = await createBackends();
    await using programs = new AsyncDisposableStack();
    const answered = new Set<string>();

    async function start(verb: Verb): Promise<Program> {
      const env = { ...backends.env, CONSUMER: "off" };
      return programs.use(await startProgram({ verb, env }));
    }

    const running = { serve: await start("serve"), consume: await start("consume") };
    const { token } = await running.serve.newUser();

    for (let round = 1; round <= ROUNDS; round++) {
      const victims = VICTIMS[(round - 1) % VICTIMS.length]!;
      const load = startLoad(running.serve, {
        token,
        clients: CLIENTS,
        batchClients: BATCH_CLIENTS,
      });
      await until("clients are answered", () => load.answered.size >= MEANINGFUL);
      await seconds(Math.random() * WITHIN_SECONDS);
      for (const verb of victims) {
        const { code } = await running[verb].end("SIGKILL");
        assert.equal(code, 128 + 9);
      }
      await load.stop();
      for (const verb of victims) running[verb] = await start(verb);

      for (const id of load.answered) answered.add(id);
      await t.step(
        `round ${round}, ${victims.join(" and ")}: all ${answered.size} answers are recorded`,
        () =>
          assertRecorded(answered, {
            client: running.serve,
            token,
            topic: backends.topic,
          }),
      );
    }
  },
});
