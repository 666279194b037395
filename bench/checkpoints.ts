/**
 * Measures by CPU time, for results of about 10 million digits: the longest piece of work between
 * two checkpoints, and how far the reported progress is from the truth.
 */
import { type ComputeContext, Workspace } from "../domain/numbers/mod.ts";
import { findOperation } from "../domain/operations/mod.ts";
import { parseInput } from "../domain/parse_input.ts";

const ROUNDS = 5;

/** Looking at the CPU time is left out where the last look is so near. */
const LEAST_MS = 0.5;

const QUESTIONS: readonly (readonly [operation: string, input: Record<string, string>])[] = [
  ["factorial", { n: "1723507" }],
  ["fibonacci", { n: "47849718" }],
  ["fibonacci", { n: "47849719" }],
  ["pow", { base: "3", exponent: "20959032" }],
  ["pow", { base: "1.7", exponent: "-4350000" }],
  ["pow", { base: "7".repeat(100_000), exponent: "100" }],
];

interface Course {
  readonly longestMs: number;
  readonly deviation: number;
}

console.log("operation\tms\tlongest piece ms\tlargest deviation of progress");
for (const [name, raw] of QUESTIONS) {
  const operation = findOperation(name)!;
  const input = parseInput(operation.input, raw);
  const workspace = new Workspace();
  const courses: Course[] = [];
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = cpuMs();
    courses.push(follow((work) => operation.compute(input, { ...work, workspace })));
    least = Math.min(least, cpuMs() - started);
  }
  const [longest, deviation] = (["longestMs", "deviation"] as const).map((figure) =>
    Math.min(...courses.map((course) => course[figure]))
  );
  console.log([name, least.toFixed(0), longest!.toFixed(1), deviation!.toFixed(3)].join("\t"));
}

function follow(run: (context: ComputeContext) => void): Course {
  const seen: [ms: number, fraction: number][] = [];
  const started = cpuMs();
  let [last, longestMs, lastLook] = [started, 0, performance.now()];
  const look = () => {
    if (performance.now() - lastLook < LEAST_MS) return;
    const now = cpuMs();
    longestMs = Math.max(longestMs, now - last);
    last = cpuMs();
    lastLook = performance.now();
  };
  run({ checkpoint: look, onProgress: (fraction) => seen.push([last - started, fraction]) });
  look();
  const whole = last - started;
  const deviations = seen.map(([ms, fraction]) => Math.abs(ms / whole - fraction));
  return { longestMs, deviation: Math.max(...deviations) };
}

/** CPU time of this thread. */
function cpuMs(): number {
  const [nanoseconds] = Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ");
  return Number(nanoseconds) / 1e6;
}
