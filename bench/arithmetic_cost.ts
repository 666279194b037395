/** Measures what `domain/numbers/cost.ts` predicts: seconds to decimal text by digits of the result. */
import { secondsForDigits } from "../domain/numbers/cost.ts";
import { UNSTOPPABLE } from "../domain/numbers/mod.ts";
import { OPERATIONS } from "../domain/operations/mod.ts";
import { parseInput } from "../domain/parse_input.ts";

const SIZES = [100, 500, 1_000, 1_500, 5_000, 15_000, 50_000, 150_000, 500_000, 5_500_000];
const LEAST_SECONDS = 0.2;

/** An input whose result has about so many digits. */
const INPUTS: Readonly<Record<string, (digits: number) => Record<string, string>>> = {
  factorial: (digits) => ({ n: String(leastWithDigits("factorial", digits)) }),
  fibonacci: (digits) => ({ n: String(leastWithDigits("fibonacci", digits)) }),
  pow: (digits) => ({ base: "3", exponent: String(Math.round(digits / Math.log10(3))) }),
};

console.log("operation\tdigits\tseconds\tpredicted\tratio");
for (const operation of OPERATIONS) {
  for (const size of SIZES) {
    const input = parseInput(operation.input, INPUTS[operation.name]!(size));
    const digits = Number(operation.predictDigits(input));
    const seconds = leastTime(() => operation.compute(input, UNSTOPPABLE));
    const predicted = secondsForDigits(digits);
    const figures = [seconds, predicted].map((value) => value.toExponential(2));
    console.log([operation.name, digits, ...figures, (predicted / seconds).toFixed(2)].join("\t"));
  }
}

function leastWithDigits(name: string, digits: number): number {
  const operation = OPERATIONS.find((candidate) => candidate.name === name)!;
  const digitsOf = (n: number) =>
    Number(operation.predictDigits(parseInput(operation.input, { n: String(n) })));
  let [low, high] = [0, digits * 5];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (digitsOf(middle) < digits) low = middle + 1;
    else high = middle;
  }
  return low;
}

function leastTime(work: () => unknown): number {
  let least = Infinity;
  const end = performance.now() + LEAST_SECONDS * 1000;
  do {
    const started = performance.now();
    work();
    least = Math.min(least, (performance.now() - started) / 1000);
  } while (performance.now() < end);
  return least;
}
