import assert from "node:assert/strict";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { openFactorial } from "../../testing/raw_http.ts";
import { until } from "../../testing/until.ts";
import { ANY_SIZE, untilBusy } from "../../testing/long_calculations.ts";

/** The verify task sets a higher number. */
const ROUNDS = Number(Deno.env.get("DISCONNECT_ROUNDS") ?? 20);

/** Its factorial has 137 million digits and takes much longer than the test waits. */
const N = 20_000_000;

Deno.test("clients that disconnect free the isolate and leak nothing", async (t) => {
  await using program = await startProgram({ env: { ...ANY_SIZE, COMPUTE_WORKERS: "1" } });
  const { token } = await program.newUser();
  for (const accept of ["application/json", "text/event-stream"]) {
    await t.step(accept, async () => {
      await leave(program, token, accept);
      const descriptors = descriptorsOf(program);
      for (let round = 0; round < ROUNDS; round++) {
        await leave(program, token, accept);
        const response = await program.post("/fibonacci", { n: 300_000 + round }, token);
        await expectStatus(response, 200);
      }
      await until("the connections are closed", () => descriptorsOf(program) <= descriptors + 2);
    });
  }
  await t.step("each calculation is recorded as cancelled", async () => {
    await until("the entries are recorded", async () => {
      const entries = await program.entries(token);
      const cancelled = entries.filter(({ outcome }) => outcome === "cancelled");
      return cancelled.length === 2 * (ROUNDS + 1);
    });
  });
  assert.deepEqual(program.log().filter(({ level }) => level === "error"), []);
});

/** Disconnects during a calculation and waits until no isolate is busy. */
async function leave(program: Program, token: string, accept: string): Promise<void> {
  const connection = await openFactorial(program.port, { n: N, token, accept });
  await untilBusy(program);
  connection.close();
  await until("no isolate is busy", async () => {
    const metrics = await expectStatus(await program.get("/metrics"), 200);
    return /^compute_busy_isolates 0$/m.test(metrics);
  });
}

function descriptorsOf({ pid }: Program): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}
