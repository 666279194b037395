/**
 * Measures the longest CPU time between two checkpoints and the largest error of the reported
 * progress, for results of about 10 million digits.
 */
import { type ComputeContext, Workspace } from "../domain/numbers/mod.ts";
import { findOperation } from "../domain/operations/mod.ts";
import { parseInput } from "../domain/parse_input.ts";

const ROUNDS = 5;

/** Minimum time between two readings of the CPU time, because reading it is slow. */
const MIN_INTERVAL_MS = 0.5;

const QUESTIONS: readonly (readonly [operation: string, input: Record<string, string>])[] = [
  ["factorial", { n: "1723507" }],
  ["fibonacci", { n: "47849718" }],
  ["fibonacci", { n: "47849719" }],
  ["pow", { base: "3", exponent: "20959032" }],
  ["pow", { base: "1.7", exponent: "-4350000" }],
  ["pow", { base: "7".repeat(100_000), exponent: "100" }],
];

/** Measurements of one calculation. */
interface Measured {
  readonly longestMs: number;
  /** Largest difference between reported and actual progress, as a fraction. */
  readonly progressError: number;
}

console.log("operation\tms\tlongest time between checkpoints, ms\tlargest progress error");
for (const [name, raw] of QUESTIONS) {
  const operation = findOperation(name)!;
  const input = parseInput(operation.input(), raw);
  const workspace = new Workspace();
  const measured: Measured[] = [];
  let minMs = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = cpuMs();
    measured.push(measure((context) => operation.compute(input, { ...context, workspace })));
    minMs = Math.min(minMs, cpuMs() - started);
  }
  const [longest, error] = (["longestMs", "progressError"] as const).map((figure) =>
    Math.min(...measured.map((round) => round[figure]))
  );
  console.log([name, minMs.toFixed(0), longest!.toFixed(1), error!.toFixed(3)].join("\t"));
}

function measure(run: (context: ComputeContext) => void): Measured {
  const reports: [ms: number, fraction: number][] = [];
  const started = cpuMs();
  let [last, longestMs, lastReading] = [started, 0, performance.now()];
  const checkpoint = () => {
    if (performance.now() - lastReading < MIN_INTERVAL_MS) return;
    const now = cpuMs();
    longestMs = Math.max(longestMs, now - last);
    last = cpuMs();
    lastReading = performance.now();
  };
  run({ checkpoint, onProgress: (fraction) => reports.push([last - started, fraction]) });
  checkpoint();
  const whole = last - started;
  const errors = reports.map(([ms, fraction]) => Math.abs(ms / whole - fraction));
  return { longestMs, progressError: Math.max(...errors) };
}

/** CPU time of this thread. */
function cpuMs(): number {
  const [nanoseconds] = Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ");
  return Number(nanoseconds) / 1e6;
}
