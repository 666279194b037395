/**
 * Measures the CPU time that the compiled program spends on a factorial of 10 million digits after
 * its client disconnects, and shows leaks of memory and file descriptors. The disconnects are spread
 * over the calculation.
 */
import { parseArgs } from "node:util";
import { expectStatus } from "../testing/http_client.ts";
import { startProgram } from "../testing/program.ts";
import { openFactorial } from "../testing/raw_http.ts";
import { descriptorsOf, memoryOf } from "../testing/resources.ts";
import { busiestSince, threadMs, threadTimes } from "./threads.ts";

const GOAL_MS = 50;
const N = 1_723_507;
const ACCEPTS = ["application/json", "text/event-stream"] as const;

/** Time of the latest disconnect, as a fraction of the calculation. */
const LAST_MOMENT = 0.9;

/** Warm-up rounds; memory and descriptors should be stable afterwards. */
const WARM_ROUNDS = 20;

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "100" } } });
const rounds = Number(flags.rounds);

await using program = await startProgram({ env: { COMPUTE_WORKERS: "1", CACHE_MB: "0" } });
const { token } = await program.newUser();
const { pid } = program;
await answerMs("factorial", N);
const before = threadTimes(pid);
const durationMs = await answerMs("factorial", N);
const compute = busiestSince(pid, before);
console.log(`a complete answer takes ${durationMs.toFixed(0)} ms`);
for (const accept of ACCEPTS) await measure(accept);

async function measure(accept: typeof ACCEPTS[number]): Promise<void> {
  const after: number[] = [];
  const next: number[] = [];
  let warm = "";
  for (let round = 0; round < rounds; round++) {
    if (round === WARM_ROUNDS) warm = await held();
    after.push(await leaveAfter(durationMs * LAST_MOMENT * (round + 0.5) / rounds, accept));
    next.push(await answerMs("fibonacci", 200_000 + round));
  }
  const most = Math.max(...after);
  console.log(
    `${accept}, disconnected ${rounds} times: CPU time afterwards ${quantiles(after)} ms ` +
      `(goal: at most ${GOAL_MS} ms, ${most <= GOAL_MS ? "reached" : "missed"}); ` +
      `the next answer took ${quantiles(next)} ms; ` +
      `${warm} after ${WARM_ROUNDS} rounds, ${await held()} at the end`,
  );
}

/** Disconnects after a delay and returns the CPU milliseconds until the isolate is idle. */
async function leaveAfter(ms: number, accept: string): Promise<number> {
  const connection = await openFactorial(program.port, { n: N, token, accept });
  await new Promise((resolve) => setTimeout(resolve, ms));
  const used = threadMs(pid, compute);
  connection.close();
  await untilIdle();
  return threadMs(pid, compute) - used;
}

async function untilIdle(): Promise<void> {
  for (;;) {
    const metrics = await expectStatus(await program.get("/metrics"), 200);
    if (/^compute_busy_isolates 0$/m.test(metrics)) return;
  }
}

async function answerMs(operation: string, n: number): Promise<number> {
  const started = performance.now();
  await expectStatus(await program.post(`/${operation}`, { n }, token), 200);
  return performance.now() - started;
}

async function held(): Promise<string> {
  const megabytes = Math.round(await memoryOf(pid) / 2 ** 20);
  return `${megabytes} MB and ${descriptorsOf(pid)} descriptors`;
}

function quantiles(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
  return `${at(0.5)} (median), ${at(0.99)} (99 %), ${at(1)} (maximum)`;
}
