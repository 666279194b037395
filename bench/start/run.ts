/**
 * Measures what the compiled program costs before it answers anything: the time of short commands,
 * the time until it is ready, and its idle memory, beside an empty Deno program in the same run.
 * With `TEST_DATABASE_URL`, `TEST_REDIS_URL` and `TEST_KAFKA_BROKERS` also with these services.
 */
import { delay } from "../../infra/async/delay.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { newTopic } from "../../testing/kafka.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { denoEnvironment, programCommand } from "../../testing/program_command.ts";
import { startProgram } from "../../testing/program.ts";
import { memoryOf } from "../../testing/resources.ts";
import { addressOf, isIgnored } from "../../testing/services.ts";
import { compileEmpty } from "./compile_empty.ts";
import { childrenSeconds } from "./children_seconds.ts";

const ROUNDS = 11;

/** Time after the start in which V8 collects what the start has left. */
const SETTLE_MS = 5_000;

const MEGABYTE = 2 ** 20;

const NEVER = new AbortController().signal;

await using directory = await makeDirectory();
const empty = await compileEmpty(directory.path, denoEnvironment());
const { path: program } = programCommand("compiled");

const COMMANDS = [
  ["an empty Deno program", empty, []],
  ["version", program, ["version"]],
  ["help", program, ["help"]],
  ["calc factorial 20", program, ["calc", "factorial", "20"]],
  ["calc factorial 20000", program, ["calc", "factorial", "20000"]],
] as const;

const samples = COMMANDS.map((): { readonly ms: number; readonly cpuMs: number }[] => []);
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, [, path, args]] of COMMANDS.entries()) {
    samples[index]!.push(await run(path, args));
  }
}
console.log("command\tmedian ms\tCPU ms");
for (const [index, [name]] of COMMANDS.entries()) {
  const of = (key: "ms" | "cpuMs") => Math.round(median(samples[index]!.map((each) => each[key])));
  console.log([name, of("ms"), of("cpuMs")].join("\t"));
}

console.log("\nserve\tmedian ms to ready\tidle MB");
await measureServer("embedded, first start", {});
await measureServer("embedded, later starts", {}, `${directory.path}/data`);
if (["postgres", "redis", "kafka"].every((name) => !isIgnored(name as "postgres"))) {
  await using database = await createTestDatabase();
  await measureServer("with Postgres, Redis and Kafka", {
    ...newTopic().env,
    DATABASE_URL: database.url,
    REDIS_URL: addressOf("redis"),
  });
}

async function run(path: string, args: readonly string[]) {
  const [startedAt, cpuBefore] = [performance.now(), childrenSeconds()];
  const command = new Deno.Command(path, { args: [...args], stdout: "null", stderr: "null" });
  const { success } = await command.output();
  if (!success) throw new Error(`${path} ${args.join(" ")} failed`);
  return {
    ms: performance.now() - startedAt,
    cpuMs: (childrenSeconds() - cpuBefore) * 1_000,
  };
}

/** Every round has a data directory of its own, unless one is given. */
async function measureServer(
  name: string,
  env: Readonly<Record<string, string>>,
  dataDir?: string,
): Promise<void> {
  const times: number[] = [];
  const megabytes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await using started = await startProgram({
      env: { COMPUTE_WORKERS: "1", ...env },
      ...(dataDir !== undefined && { dataDir }),
    });
    while (!(await started.get("/health/ready")).ok) await delay(5, NEVER);
    times.push(performance.now() - startedAt);
    if (round % 4 > 0) continue;
    await delay(SETTLE_MS, NEVER);
    megabytes.push(await memoryOf(started.pid) / MEGABYTE);
  }
  console.log([name, Math.round(median(times)), Math.round(median(megabytes))].join("\t"));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
