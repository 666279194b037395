import assert from "node:assert/strict";
import { COSTLY_REQUESTS } from "../../testing/abuse/costly_requests.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { exchange, requestText } from "../../testing/raw_http.ts";
import { threadsCpuMs } from "../../testing/resources.ts";

/**
 * The first requests of a kind take several times as long as the following ones, and a busy machine
 * adds to the CPU time of some: the least of these rounds counts.
 */
const ROUNDS = 25;
const REQUESTS_PER_ROUND = 10;

/** Maximum CPU time relative to a request for 5!. */
const MAX_COST = 5;

Deno.test("a request without an account costs a few times as much as 5!", async (t) => {
  await using program = await startProgram();
  const { token } = await program.newUser();
  const factorial = requestText("POST /factorial", {
    Authorization: `Bearer ${token}`,
    Connection: "close",
    "Content-Type": "application/json",
    "Content-Length": '{"n":5}'.length,
  }, '{"n":5}');
  const unit = await costOf(program, factorial);

  for (const { name, text } of COSTLY_REQUESTS) {
    await t.step(`the service answers ${name}`, async () => {
      const cost = await costOf(program, text, { enough: MAX_COST * unit }) / unit;
      assert.ok(cost <= MAX_COST, `${cost.toFixed(1)} times as much, at most ${MAX_COST} expected`);
    });
  }
});

interface CostOptions {
  /** Ends the rounds early; 0 by default. */
  readonly enough?: number;
}

/** Milliseconds of CPU time of the process for one request. */
async function costOf(
  program: Program,
  text: string,
  { enough = 0 }: CostOptions = {},
): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < ROUNDS && least > enough; round++) {
    const before = threadsCpuMs(program.pid);
    await ask(program, text, REQUESTS_PER_ROUND);
    least = Math.min(least, (threadsCpuMs(program.pid) - before) / REQUESTS_PER_ROUND);
  }
  return least;
}

async function ask({ port }: Program, text: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await exchange(port, text);
}
