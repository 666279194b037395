/** Compares `Operation.predictSeconds` with measured times on random questions. */
import { measureSlowdown, Workspace } from "../domain/numbers/mod.ts";
import { findOperation } from "../domain/operations/mod.ts";
import { parseInput } from "../domain/parse_input.ts";

const CASES = 100;
const DIGITS = { min: 1e4, max: 1e7 };
const MIN_SECONDS = 0.1;
const ALLOWED_FACTOR = 2;

type Draw = (digits: number) => readonly [operation: string, input: Record<string, string>];

/** Random questions whose results have about `digits` digits. */
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
const accurate = { start: 0, beside: 0 };
const clock = () => performance.now();
const slowdownAtStart = measureSlowdown(clock);
console.log("operation\tdigits\tseconds\tpredicted\tratio");
for (let i = 0; i < CASES; i++) {
  const size = DIGITS.min * (DIGITS.max / DIGITS.min) ** (i / CASES);
  const [name, raw] = DRAWS[i % DRAWS.length]!(Math.round(size));
  const operation = findOperation(name)!;
  const input = parseInput(operation.input(), raw);
  const slowdown = measureSlowdown(clock);
  const seconds = minSeconds(() => operation.compute(input, { checkpoint() {}, workspace }));
  const predicted = operation.predictSeconds(input) * slowdown;
  const ratio = predicted / seconds;
  if (isAccurate(ratio)) accurate.beside++;
  if (isAccurate(ratio * slowdownAtStart / slowdown)) accurate.start++;
  const figures = [seconds, predicted].map((value) => value.toExponential(2));
  console.log([name, operation.predictDigits!(input), ...figures, ratio.toFixed(2)].join("\t"));
}
console.log(
  `Predictions within a factor of ${ALLOWED_FACTOR}: ${accurate.start} of ${CASES} with the slowdown ` +
    `factor measured at the start, ${accurate.beside} with it measured before each calculation`,
);

function isAccurate(ratio: number): boolean {
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

function minSeconds(run: () => unknown): number {
  let min = Infinity;
  const end = performance.now() + MIN_SECONDS * 1000;
  for (let round = 0; round < 3 || performance.now() < end; round++) {
    const started = performance.now();
    run();
    min = Math.min(min, (performance.now() - started) / 1000);
  }
  return min;
}
