/** Measures how long the service takes to refuse a result that is too large, over HTTP. */
import { json } from "./serving/contender.ts";
import { freePort } from "../testing/free_port.ts";
import { startServer } from "./serving/server_process.ts";

const REPETITIONS = 300;
const GOAL_MS = 5;
const QUESTIONS = [
  ["/factorial", '{"n":1000000000000000000}'],
  ["/pow", '{"base":7,"exponent":1000000000000000}'],
  ["/pow", '{"base":7,"exponent":1e999999999}'],
  ["/fibonacci", '{"n":1e900000}'],
] as const;

const folder = await Deno.makeTempDir({ prefix: "mathcalculator-bench-" });
try {
  await measure();
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function measure(): Promise<void> {
  const port = freePort();
  await using server = await startServer({
    program: Deno.execPath(),
    args: ["task", "start"],
    cwd: new URL("..", import.meta.url).pathname,
    env: { HOST: "127.0.0.1", PORT: String(port), DATA_DIR: folder, LOG_FORMAT: "json" },
    port,
  });
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ username: "bench", password: "many rows in a log" });
  await json(await fetch(`${server.url}/signup2`, { method: "POST", headers, body }));
  const { access_token } = await json(
    await fetch(`${server.url}/token`, { method: "POST", headers, body }),
  );
  for (const [path, question] of QUESTIONS) {
    const times: number[] = [];
    for (let i = 0; i < REPETITIONS; i++) {
      const started = performance.now();
      const response = await fetch(server.url + path, {
        method: "POST",
        headers: { ...headers, Authorization: `Bearer ${access_token}` },
        body: question,
      });
      await response.text();
      times.push(performance.now() - started);
      if (response.status !== 422) {
        throw new Error(`${path} answered ${response.status} to ${question}`);
      }
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(2);
    const verdict = Number(at(0.99)) < GOAL_MS ? "reached" : "missed";
    console.log(
      `${path} ${question}: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, slowest ${at(1)} ms ` +
        `(goal: 99 % under ${GOAL_MS} ms, ${verdict})`,
    );
  }
}
