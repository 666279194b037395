/**
 * Measures the latency of 5! for 32 clients, with and without another user who keeps the isolates for
 * large work busy. The two cases alternate because the speed of the machine drifts.
 */
import { parseArgs } from "node:util";
import { json } from "../serving/contender.ts";
import { run } from "../serving/programs.ts";
import { freePort } from "../../testing/free_port.ts";
import { startServer } from "../serving/server_process.ts";

const GOAL = 3;
const CONNECTIONS = 32;
const LARGE_AT_ONCE = 4;
const LARGE_FROM = 1_500_000;

interface Latency {
  readonly answers: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

const { values: flags } = parseArgs({
  options: {
    seconds: { type: "string", default: "8" },
    rounds: { type: "string", default: "5" },
  },
});
let nextOffset = 0;
const root = new URL("../..", import.meta.url).pathname;
const folder = await Deno.makeTempDir({ prefix: "mathcalculator-bench-" });
try {
  await compare();
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function compare(): Promise<void> {
  const port = freePort();
  await using server = await startServer({
    program: Deno.execPath(),
    args: ["task", "start"],
    cwd: root,
    env: { HOST: "127.0.0.1", PORT: String(port), DATA_DIR: folder, LOG_FORMAT: "json" },
    port,
  });
  const small = await newUser(server.url, "small");
  const large = await newUser(server.url, "large");
  await measure(server.url, small, "2");
  const ratios: number[] = [];
  for (let round = 1; round <= Number(flags.rounds); round++) {
    const idle = await measure(server.url, small, flags.seconds);
    const load = startLargeWork(server.url, large);
    const busy = await measure(server.url, small, flags.seconds);
    const finished = await load.stop();
    ratios.push(busy.p99 / idle.p99);
    console.log(
      `round ${round}: p99 ${idle.p99} ms idle, ${busy.p99} ms busy (p50 ${idle.p50}, ${busy.p50}); ` +
        `${finished} large factorials answered; ratio ${(busy.p99 / idle.p99).toFixed(2)}`,
    );
  }
  const median = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)]!;
  const verdict = median < GOAL ? "reached" : "missed";
  console.log(
    `\np99 under large work: ${median.toFixed(2)} × idle (goal: below ${GOAL}, ${verdict})`,
  );
}

async function newUser(url: string, username: string): Promise<string> {
  const account = { username, password: "many rows in a log" };
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(account);
  await json(await fetch(`${url}/signup2`, { method: "POST", headers, body }));
  const { access_token } = await json(
    await fetch(`${url}/token`, { method: "POST", headers, body }),
  );
  return String(access_token);
}

async function measure(url: string, token: string, seconds: string): Promise<Latency> {
  const script = new URL("fairness.lua", import.meta.url).pathname;
  const args = `--threads 1 --connections ${CONNECTIONS} --duration ${seconds}s --script ${script}`;
  const output = await run("wrk", [...args.split(" "), `${url}/factorial`], {
    env: { BENCH_TOKEN: token },
  });
  const latency: Latency = JSON.parse(output.slice(output.lastIndexOf("\n") + 1));
  if (latency.failed === 0 && latency.answers > 0) return latency;
  throw new Error(`Not every request was answered: ${JSON.stringify(latency)}`);
}

/** Requests distinct large factorials, so that none is served from the cache. */
function startLargeWork(url: string, token: string) {
  let running = true;
  let finished = 0;
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  async function ask(): Promise<void> {
    while (running) {
      const body = JSON.stringify({ n: LARGE_FROM + nextOffset++ });
      const response = await fetch(`${url}/factorial`, { method: "POST", headers, body });
      if (!response.ok) throw new Error(`A large factorial failed: ${await response.text()}`);
      await response.body?.cancel();
      finished++;
    }
  }
  const askers = Array.from({ length: LARGE_AT_ONCE }, ask);
  return {
    stop: async () => {
      running = false;
      await Promise.all(askers);
      return finished;
    },
  };
}
