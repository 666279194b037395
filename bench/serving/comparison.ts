import type { Contender } from "./contender.ts";
import type { Flags } from "./flags.ts";
import { measure } from "./measure.ts";
import { run } from "./programs.ts";
import type { Results } from "./report.ts";

/** Calls `compare` with a temporary folder; SIGINT and SIGTERM abort the signal. */
export async function withFolder(
  compare: (folder: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
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
}

/** Measures every contender in each round because the speed of the machine drifts. */
export async function measureRounds(
  contenders: readonly Contender[],
  { seconds, rounds, connections, signal }: Flags & { signal: AbortSignal },
): Promise<Results> {
  const ticksPerSecond = Number(await run("getconf", ["CLK_TCK"]));
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
  return results;
}

async function requireWrk(): Promise<void> {
  try {
    await new Deno.Command("wrk", { args: ["-v"] }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error('wrk is not installed; on Debian and Ubuntu, run "apt-get install wrk"');
    Deno.exit(1);
  }
}
