import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { echo } from "./echo_contender.ts";
import { installFastApi } from "./fastapi_contender.ts";
import { measure } from "./measure.ts";
import { run } from "./programs.ts";
import { ratio, type Results, table } from "./report.ts";
import { createService } from "./service_contender.ts";

const goal = 1 / 8;

const { values: flags } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    connections: { type: "string", default: "128" },
    binary: { type: "boolean", default: false },
  },
});
const [seconds, rounds, connections] = [flags.seconds, flags.rounds, flags.connections]
  .map(positiveInteger) as [number, number, number];

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => interruption.abort(new Error(`Stopped by ${signal}`)));
}

await requireWrk();
const folder = await Deno.makeTempDir({ prefix: "mathcalculator-bench-" });
try {
  await compare(folder, interruption.signal);
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function compare(folder: string, signal: AbortSignal): Promise<void> {
  const ticksPerSecond = Number(await run("getconf", ["CLK_TCK"]));
  console.error("Installing FastAPI");
  const fastApi = await installFastApi(folder, signal);
  const service = createService(folder, flags.binary);
  const contenders = [service, fastApi, echo];
  const results: Results = new Map(contenders.map(({ name }) => [name, []]));

  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders) {
      signal.throwIfAborted();
      const options = { seconds, connections, ticksPerSecond, signal };
      const measured = await measure(contender, options);
      results.get(contender.name)?.push(measured);
      console.error(
        `Round ${round} of ${rounds}, ${contender.name}: ` +
          `${measured.answersPerSecond.toFixed(0)} answers/s, ` +
          `${measured.cpuUsPerAnswer.toFixed(1)} µs CPU/answer`,
      );
    }
  }

  console.log(table(results, [fastApi.name, echo.name]));
  const share = ratio(results, { name: service.name, peer: fastApi.name, of: "cpuUsPerAnswer" });
  const verdict = share <= goal ? "reached" : "missed";
  console.log(`\nCPU per answer: 1/${(1 / share).toFixed(1)} of FastAPI's (goal: 1/8, ${verdict})`);
  console.log(`\n${await conditions(folder, fastApi.versions)}`);
}

async function conditions(folder: string, python: string): Promise<string> {
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model}, shared with wrk`,
    `Deno ${Deno.version.deno}, ${python}`,
    `${connections} connections, ${rounds} rounds of ${seconds} s, random n from 0 to 300`,
    `data on ${await run("stat", ["--file-system", "--format=%T", folder])}`,
  ].map((line) => `- ${line}`).join("\n");
}

async function requireWrk(): Promise<void> {
  try {
    await new Deno.Command("wrk", { args: ["-v"] }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error('wrk is not installed; Debian and Ubuntu have it: "apt-get install wrk"');
    Deno.exit(1);
  }
}

function positiveInteger(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new RangeError(`Expected a positive whole number, got "${text}"`);
}
