/**
 * Compares the predicted with the measured seconds of random expressions, `--count` of them, with
 * the seed `--seed`. Expressions that take less than 50 µs by both are not compared: they run in the
 * server isolate anyway.
 */
import { parseArgs } from "node:util";
import { ServiceError } from "../../domain/errors.ts";
import { planExpression } from "../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../domain/expressions/parse.ts";
import { measureSlowdown, NEVER_CANCELLED, Workspace } from "../../domain/numbers/mod.ts";
import { createOutlineTables } from "../../domain/numbers/outline/mod.ts";
import { expressionSource } from "./random_expression.ts";

const MAX_DIGITS = 2_000_000;
const LEAST_SECONDS = 50e-6;
const MOST_SECONDS = 3;
const WORST = 8;
const ROUNDS = 10;
const MOST_MILLISECONDS = 100;

/** Other programs slow the machine down at times. */
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
let slowdown = slowdownNow();
const next = expressionSource(Number(values.seed));
const samples: Sample[] = [];
const skipped = { refused: 0, short: 0, long: 0 };

while (samples.length < Number(values.count)) {
  const expression = next();
  if (samples.length % SAMPLES_BETWEEN_MEASUREMENTS === 0) slowdown = slowdownNow();
  try {
    sampleOf(expression);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw new Error(expression, { cause: error });
    skipped.refused++;
  }
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

function slowdownNow(): number {
  return measureSlowdown(() => performance.now());
}

/** The minimum of some runs: the first one compiles and fills tables. */
function sampleOf(text: string): void {
  const expression = parseExpression(text);
  const plan = planExpression(expression, { maxDigits: MAX_DIGITS });
  const predicted = plan.predictSeconds() * slowdown;
  if (predicted > MOST_SECONDS) {
    skipped.long++;
    return;
  }
  let measured = Infinity;
  const end = performance.now() + MOST_MILLISECONDS;
  for (let round = 0; round < ROUNDS && (round < 2 || performance.now() < end); round++) {
    const start = performance.now();
    plan.compute(context);
    measured = Math.min(measured, (performance.now() - start) / 1e3);
  }
  if (Math.max(predicted, measured) < LEAST_SECONDS) {
    skipped.short++;
    return;
  }
  samples.push({ expression: text, predicted, measured, ratio: predicted / measured });
}
