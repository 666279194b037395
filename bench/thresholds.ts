/**
 * Measures the sizes at which one method of `domain/numbers/` becomes faster than another, and the
 * cost of individual steps, as a basis for the constants in `thresholds.ts` and `limbs/costs.ts`. A
 * ratio below 1 means that the second method is faster.
 */
import { largeFactorial } from "../domain/numbers/large/factorial.ts";
import { largeFibonacci } from "../domain/numbers/large/fibonacci.ts";
import { largePower } from "../domain/numbers/large/power.ts";
import { largeRemoveFactor } from "../domain/numbers/large/remove_factor.ts";
import { Convolution } from "../domain/numbers/limbs/convolution.ts";
import { convolutionLength } from "../domain/numbers/limbs/convolution_length.ts";
import { coefficientCost, schoolbookCost, transformCost } from "../domain/numbers/limbs/costs.ts";
import type { Limbs } from "../domain/numbers/limbs/limbs.ts";
import { Multiplier } from "../domain/numbers/limbs/multiplier.ts";
import { schoolbookProduct } from "../domain/numbers/limbs/schoolbook.ts";
import { digitsFromLimbs } from "../domain/numbers/limbs/text.ts";
import { Workspace } from "../domain/numbers/limbs/workspace.ts";
import { smallFactorial } from "../domain/numbers/small/factorial.ts";
import { smallFibonacci } from "../domain/numbers/small/fibonacci.ts";
import { removeFactor } from "../domain/numbers/small/remove_factor.ts";

const ROUNDS = 15;
const MIN_MS = 3;

const workspace = new Workspace();
const multiplier = Multiplier.for({ checkpoint() {}, workspace });

console.log("operation\targument\tBigInt µs\tlimbs µs\tratio");
for (const n of [200, 500, 700, 1_000, 1_400, 2_000, 3_000]) {
  compare("n!", n, () => smallFactorial(n).toString(), () => largeFactorial(n, multiplier).limbs);
}
for (const n of [2_000, 4_000, 6_000, 8_000, 12_000, 16_000, 24_000]) {
  compare("F(n)", n, () => smallFibonacci(n).toString(), () => largeFibonacci(n, multiplier));
}
for (const digits of [300, 600, 800, 1_000, 1_500, 2_000, 4_000]) {
  const exponent = Math.round(digits / Math.log10(3));
  const small = () => (3n ** BigInt(exponent)).toString();
  compare("digits of 3^n", digits, small, () => largePower("3", exponent, multiplier));
}
for (const digits of [500, 1_000, 2_000, 4_000, 8_000]) {
  const value = String(2n ** BigInt(Math.round(digits / Math.LOG10E / Math.LN2 / 2)) * 3n);
  const options = { limit: Infinity, multiplier };
  const small = () => removeFactor(value, 2, Infinity).cofactor;
  compare("digits / 2^k", digits, small, () => largeRemoveFactor(value, 2, options).cofactor);
}

console.log("\nstep\tlimbs\tmeasured µs\tpredicted µs\tratio");
for (const limbs of [8, 16, 32, 64]) {
  const [number, product] = [limbsOf(limbs), new Int16Array(2 * limbs)];
  const [x] = minTimes(() => schoolbookProduct(number, number, product), () => 0);
  report("schoolbook product", limbs, x, schoolbookCost(limbs, limbs));
}
for (const limbs of [16, 32, 64, 500, 4_000, 32_000, 250_000, 1_000_000]) {
  const length = convolutionLength(2 * limbs - 1);
  const convolution = new Convolution(length, workspace);
  const product = new Int16Array(2 * limbs);
  const number = limbsOf(limbs);
  const [run, collect] = minTimes(
    () => {
      const x = convolution.fold(number, "x");
      convolution.run({ forward: [x], multiply: [{ x, y: x }], inverse: [x] }, () => {});
    },
    () => convolution.writeLimbs(convolution.fold(number, "x"), product, { times: 1, onPass() {} }),
  );
  report("two transforms", limbs, run, 2 * transformCost(length));
  report("the coefficients", limbs, collect, coefficientCost(length));
}

function compare(name: string, argument: number, small: () => string, large: () => unknown): void {
  const times = minTimes(small, () => {
    const result = large();
    return result instanceof Int16Array ? digitsFromLimbs(result as Limbs) : result;
  });
  const figures = times.map((seconds) => (seconds * 1e6).toFixed(1));
  console.log([name, argument, ...figures, (times[1] / times[0]).toFixed(2)].join("\t"));
}

function report(name: string, limbs: number, seconds: number, predictedNs: number): void {
  const figures = [seconds * 1e6, predictedNs / 1e3].map((microseconds) => microseconds.toFixed(1));
  console.log([name, limbs, ...figures, (predictedNs / seconds / 1e9).toFixed(2)].join("\t"));
}

/** Seconds per call of each function: the minimum over rounds that alternate between the two. */
function minTimes(first: () => unknown, second: () => unknown): [number, number] {
  const best: [number, number] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    best[0] = Math.min(best[0], meanTime(first));
    best[1] = Math.min(best[1], meanTime(second));
  }
  return best;
}

function meanTime(run: () => unknown): number {
  const started = performance.now();
  let [count, elapsed] = [0, 0];
  for (; elapsed < MIN_MS; count++, elapsed = performance.now() - started) run();
  return elapsed / count / 1000;
}

function limbsOf(length: number): Limbs {
  return new Int16Array(length).map((_, i) => (i * 7919) % 10_000 - 5_000 || 1);
}
