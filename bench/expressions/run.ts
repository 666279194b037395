/**
 * Compares the predicted with the measured seconds of random expressions, `--count` of them, with
 * the seed `--seed`. Measured is the least CPU time of several runs after a warm-up, so that the
 * load of the machine and the compiler do not count. Up to 50 µs an expression runs in the server
 * isolate, however short it is: a time below counts as 50 µs, and an expression is not compared if
 * both of its times are below.
 */
import { parseArgs } from "node:util";
import { INLINE_SECONDS } from "../../domain/calculator.ts";
import { ServiceError } from "../../domain/errors.ts";
import {
  type ExpressionPlan,
  planExpression,
} from "../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../domain/expressions/parse.ts";
import { measureSlowdown, NEVER_CANCELLED, Workspace } from "../../domain/numbers/mod.ts";
import { createOutlineTables } from "../../domain/numbers/outline/mod.ts";
import { threadCpuClock } from "../thread_cpu_time.ts";
import { expressionSource } from "./random_expression.ts";

const MAX_DIGITS = 2_000_000;
const MOST_SECONDS = 3;
const WORST = 8;
const ROUNDS = 10;
const MOST_MILLISECONDS = 100;
const WARM_UP = 300;

/** The caches of the processor are shared with other programs. */
const SAMPLES_BETWEEN_MEASUREMENTS = 20;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
  },
});

interface Sample {
  readonly expression: string;
  readonly predicted: number;
  readonly measured: number;
  readonly ratio: number;
}

const context = {
  ...NEVER_CANCELLED,
  workspace: new Workspace(),
  outlineTables: createOutlineTables(),
};
const now = threadCpuClock();
// Planning has a time limit, which other programs must not use up.
performance.now = now;
let slowdown = measureSlowdown(now);
const next = expressionSource(Number(values.seed));
const samples: Sample[] = [];
const skipped = { refused: 0, short: 0, long: 0 };

const warmUp = expressionSource(Number(values.seed) + 1);
for (let i = 0; i < WARM_UP; i++) attempt(warmUp(), () => {});
Object.assign(skipped, { refused: 0, short: 0, long: 0 });
while (samples.length < Number(values.count)) {
  if (samples.length % SAMPLES_BETWEEN_MEASUREMENTS === 0) slowdown = measureSlowdown(now);
  attempt(next(), (sample) => samples.push(sample));
}

samples.sort((a, b) => a.ratio - b.ratio);
const share = (factor: number) =>
  samples.filter(({ ratio }) => ratio <= factor && ratio >= 1 / factor).length / samples.length;
const median = samples[Math.floor(samples.length / 2)]!.ratio;
console.log(`${samples.length} expressions, slowdown at the end ${slowdown.toFixed(2)}`, skipped);
console.log(`median of predicted to measured: ${median.toFixed(2)}`);
for (const factor of [2, 3, 5, 10]) {
  console.log(`within a factor of ${factor}: ${(100 * share(factor)).toFixed(1)} %`);
}
for (
  const [title, worst] of [
    ["predicted too high", samples.slice(-WORST).reverse()],
    ["predicted too low", samples.slice(0, WORST)],
  ] as const
) {
  console.log(title);
  for (const { expression, predicted, measured } of worst) {
    console.log(
      `  ${(1e3 * predicted).toFixed(3)} ms, ${(1e3 * measured).toFixed(3)} ms: ${expression}`,
    );
  }
}

function attempt(expression: string, onSample: (sample: Sample) => void): void {
  try {
    const sample = sampleOf(expression);
    if (sample) onSample(sample);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw new Error(expression, { cause: error });
    skipped.refused++;
  }
}

function sampleOf(expression: string): Sample | undefined {
  const plan = planExpression(parseExpression(expression), { maxDigits: MAX_DIGITS });
  const predicted =
    plan.predictSeconds({ workspace: context.workspace, outlineTables: context.outlineTables }) *
    slowdown;
  if (predicted > MOST_SECONDS) {
    skipped.long++;
    return undefined;
  }
  const measured = leastSeconds(predicted <= INLINE_SECONDS ? plan : undefined, expression);
  if (Math.max(predicted, measured) < INLINE_SECONDS) {
    skipped.short++;
    return undefined;
  }
  const ratio = Math.max(predicted, INLINE_SECONDS) / Math.max(measured, INLINE_SECONDS);
  return { expression, predicted, measured, ratio };
}

/** Seconds of a plan in the server isolate, or of a new plan as in a compute isolate. */
function leastSeconds(plan: ExpressionPlan | undefined, text: string): number {
  const expression = parseExpression(text);
  let least = Infinity;
  const end = now() + MOST_MILLISECONDS;
  for (let round = 0; round < ROUNDS && (round < 2 || now() < end); round++) {
    const start = now();
    (plan ?? planExpression(expression, { maxDigits: MAX_DIGITS })).compute(context);
    least = Math.min(least, (now() - start) / 1e3);
  }
  return least;
}
