/**
 * Measures the latency of small answers, for 16 clients, while the replies of Kafka arrive late as
 * from a broker far away. A path selects another build of the compiled program:
 *
 *     TEST_DATABASE_URL=… TEST_REDIS_URL=… ./denow task bench:distance [PROGRAM]
 */
import { createBackendsBehindRelays } from "../testing/backends_behind_relays.ts";
import { startProgram } from "../testing/program.ts";
import { until } from "../testing/until.ts";

const CLIENTS = 16;
const ANSWERS = 2_000;
const DELAYS_MS = [0, 20, 60, 120];

const [path] = Deno.args;
await using backends = await createBackendsBehindRelays();
await using program = await startProgram({
  env: { ...backends.env, CONSUMER: "off" },
  ...(path !== undefined && { form: { path } }),
});
const { token } = await program.newUser();
await until("Kafka takes events", async () => {
  const { checks } = await (await program.get("/health")).json();
  return checks.events === "ok";
});
console.log("delay of replies, ms\tmedian, ms\tp99, ms\tanswers per batch");
for (const delayMs of DELAYS_MS) {
  backends.relays.kafka.delay(delayMs);
  await measure(ANSWERS / 10);
  const before = await batches();
  const times = await measure(ANSWERS);
  const perBatch = ANSWERS / (await batches() - before);
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1);
  console.log([delayMs, at(0.5), at(0.99), perBatch.toFixed(1)].join("\t"));
}

/** Latencies of answers in milliseconds, sorted. */
async function measure(answers: number): Promise<number[]> {
  const times: number[] = [];
  let asked = 0;

  async function run(): Promise<void> {
    while (asked++ < answers) {
      const started = performance.now();
      const response = await program.post("/factorial", { n: 1 + asked % 30 }, token);
      await response.body?.cancel();
      if (response.status !== 200) throw new Error(`/factorial answered ${response.status}`);
      times.push(performance.now() - started);
    }
  }

  await Promise.all(Array.from({ length: CLIENTS }, run));
  return times.sort((a, b) => a - b);
}

async function batches(): Promise<number> {
  const text = await (await program.get("/metrics")).text();
  return Number(/^request_log_batch_seconds_count (\d+)/m.exec(text)![1]);
}
