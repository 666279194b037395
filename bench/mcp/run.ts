/**
 * Compares the CPU time that the program spends on a calculation requested by MCP, in both eras, with
 * the CPU time of the same calculation requested by `POST /evaluate`. Then measures how much CPU time
 * a long calculation uses after its call has been cancelled.
 */
import { parseArgs } from "node:util";
import { callTool } from "../../testing/mcp_calls.ts";
import { connectMcp, MCP_ERAS } from "../../testing/mcp_client.ts";
import { startProgram } from "../../testing/program.ts";
import { findThreads } from "../hostile/find_threads.ts";
import { threadTimes } from "../threads.ts";
import { cpuAfterCancelling } from "./cancel.ts";

/** Milliseconds of CPU that a call may take more than the same calculation by REST. */
const GOAL_MS = 1;

/** CPU milliseconds that a calculation may use after its call has been cancelled. */
const CANCEL_GOAL_MS = 50;

/** Milliseconds of calculation before each cancellation. */
const CANCELLED_AFTER = [5, 50, 200, 500, 1_000, 2_000];

/** Calls before the measurement, which compile the hot code. */
const WARM_CALLS = 500;

/** Calls between two readings of the CPU time; the least reading counts. */
const CALLS_PER_READING = 100;

/** Allows a calculation that takes far longer than the benchmark waits. */
const ENVIRONMENT = {
  COMPUTE_WORKERS: "1",
  TIME_LIMIT: "600s",
  MCP_TIME_LIMIT: "600s",
};

const { values: flags } = parseArgs({ options: { calls: { type: "string", default: "2000" } } });
const calls = Number(flags.calls);

await using program = await startProgram({ form: "source", env: ENVIRONMENT });
const { token: credential } = await program.newUser();
const [current, previous] = MCP_ERAS;
await using stateless = await connectMcp(program.address, { era: current, credential });
await using withHandshake = await connectMcp(program.address, { era: previous, credential });
let asked = 0;

/** Each way asks with an expression; no expression is asked twice. */
const ways = {
  REST: async (expression: string) => {
    const response = await program.post("/evaluate", { expression }, credential);
    return (await response.json()).result;
  },
  [current]: async (expression: string) =>
    (await callTool(stateless, "calculate", { expression })).structure.result,
  [previous]: async (expression: string) =>
    (await callTool(withHandshake, "calculate", { expression })).structure.result,
};
const least = Object.fromEntries(Object.keys(ways).map((name) => [name, Infinity]));

for (const way of Object.values(ways)) await askOften(way, WARM_CALLS);
for (let done = 0; done < calls; done += CALLS_PER_READING) {
  for (const [name, way] of Object.entries(ways)) {
    const before = cpuMs();
    await askOften(way, CALLS_PER_READING);
    least[name] = Math.min(least[name]!, (cpuMs() - before) / CALLS_PER_READING);
  }
}
const msOf = (name: string) => least[name]!;
for (const name of Object.keys(ways)) {
  const more = msOf(name) - msOf("REST");
  const verdict = name === "REST"
    ? ""
    : `, ${more.toFixed(2)} ms more (goal: at most ${GOAL_MS} ms, ` +
      `${more <= GOAL_MS ? "reached" : "missed"})`;
  console.log(`CPU time of a call by ${name}: ${msOf(name).toFixed(2)} ms${verdict}`);
}

const threads = (await findThreads(program, credential)).compute;
for (const era of MCP_ERAS) {
  const used: number[] = [];
  for (const after of CANCELLED_AFTER) {
    used.push(await cpuAfterCancelling(program, { era, credential, after, threads }));
  }
  const most = Math.max(...used);
  console.log(
    `CPU time after a cancelled call by ${era}: ${used.map((ms) => ms.toFixed(1)).join(", ")} ms ` +
      `(goal: at most ${CANCEL_GOAL_MS} ms, ${most <= CANCEL_GOAL_MS ? "reached" : "missed"})`,
  );
}

/** CPU milliseconds of the program so far. */
function cpuMs(): number {
  return [...threadTimes(program.pid).values()].reduce((sum, ms) => sum + ms);
}

async function askOften(way: (expression: string) => Promise<unknown>, count: number) {
  for (let call = 0; call < count; call++) {
    const n = asked++;
    const result = await way(`2^64 + ${n}`);
    if (result !== String(2n ** 64n + BigInt(n))) throw new Error(`${n}: ${result}`);
  }
}
