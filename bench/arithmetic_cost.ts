/** Measures how far `Operation.predictSeconds` is from the truth, on random questions. */
import { measureSlowdown, Workspace } from "../domain/numbers/mod.ts";
import { findOperation } from "../domain/operations/mod.ts";
import { parseInput } from "../domain/parse_input.ts";

const CASES = 100;
const DIGITS = { least: 1e4, most: 1e7 };
const LEAST_SECONDS = 0.1;
const ALLOWED_FACTOR = 2;

type Draw = (digits: number) => readonly [operation: string, input: Record<string, string>];

/** Questions whose results have about so many digits. */
const DRAWS: readonly Draw[] = [
  (digits) => ["factorial", { n: String(Math.round(digits / Math.log10(digits / 10))) }],
  (digits) => ["fibonacci", { n: String(Math.round(digits / 0.209)) }],
  (digits) => power(someDigits(1 + Math.random() * 5), digits),
  (digits) => power(someDigits(Math.min(digits, 1e6 - 2) ** Math.random()), digits),
  (digits) => power(`${someDigits(3)}e-${Math.ceil(Math.random() * 5)}`, digits),
  (digits) => power(`1.${someDigits(4)}`, -digits / 2),
  (digits) => power("2", -digits),
];

const workspace = new Workspace();
const good = { start: 0, beside: 0 };
const clock = () => performance.now();
const start = measureSlowdown(clock);
console.log("operation\tdigits\tseconds\tpredicted\tratio");
for (let i = 0; i < CASES; i++) {
  const size = DIGITS.least * (DIGITS.most / DIGITS.least) ** (i / CASES);
  const [name, raw] = DRAWS[i % DRAWS.length]!(Math.round(size));
  const operation = findOperation(name)!;
  const input = parseInput(operation.input, raw);
  const time = measureSlowdown(clock);
  const seconds = leastTime(() => operation.compute(input, { checkpoint() {}, workspace }));
  const predicted = operation.predictSeconds(input) * time;
  const ratio = predicted / seconds;
  if (isGood(ratio)) good.beside++;
  if (isGood(ratio * start / time)) good.start++;
  const figures = [seconds, predicted].map((value) => value.toExponential(2));
  console.log([name, operation.predictDigits(input), ...figures, ratio.toFixed(2)].join("\t"));
}
console.log(
  `Of ${CASES} predictions, ${good.start} are within a factor ${ALLOWED_FACTOR} with the machine's ` +
    `speed at the start, ${good.beside} with its speed beside each`,
);

function isGood(ratio: number): boolean {
  return ratio < ALLOWED_FACTOR && ratio > 1 / ALLOWED_FACTOR;
}

function power(base: string, digits: number): ReturnType<Draw> {
  const digitsOfBase = base.replace(/e.*/, "").replace(".", "").length;
  const exponent = Math.sign(digits) * Math.ceil(Math.abs(digits) / digitsOfBase);
  return ["pow", { base, exponent: String(exponent) }];
}

function someDigits(count: number): string {
  const digits = Array.from({ length: Math.max(1, Math.floor(count)) }, () => digit(0, 9));
  return `${digit(1, 9)}${digits.join("")}${digit(1, 9)}`;
}

function digit(from: number, to: number): number {
  return from + Math.floor(Math.random() * (to - from + 1));
}

function leastTime(work: () => unknown): number {
  let least = Infinity;
  const end = performance.now() + LEAST_SECONDS * 1000;
  for (let round = 0; round < 3 || performance.now() < end; round++) {
    const started = performance.now();
    work();
    least = Math.min(least, (performance.now() - started) / 1000);
  }
  return least;
}
